package io.cellplane.api.servers;

import io.cellplane.api.http.Call;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.network.NetworkReads;
import io.cellplane.openstack.network.Networks;
import io.cellplane.openstack.network.Port;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** What a caller may use is what the network service shows to the caller: its token asks, not this process's. */
@Singleton
public final class CallersNetworks {
    private final Networks networks;

    public CallersNetworks(Networks networks) {
        this.networks = networks;
    }

    /**
     * Those of the ports that there are, with what they want of a host. So this process asks: only administrators are told.
     */
    public List<Port> whole(Collection<String> ports) {
        return ports.isEmpty() ? List.of() : networks.ports(ports);
    }

    /** @throws io.cellplane.contracts.failure.Refused 401 and 403 where the service does not let the caller read */
    public <T> T ask(Call call, Function<NetworkReads, T> question) {
        try {
            return question.apply(networks.seenBy(call.tokenText()));
        } catch (ServiceRefused refused) {
            throw switch (refused.status()) {
                case 401 -> Failure.API_UNAUTHENTICATED.refused();
                case 403 -> Failure.API_FORBIDDEN.refused("The network service does not let this user read networks.");
                default -> refused;
            };
        }
    }
}
