package io.cellplane.api.servers.action;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Body;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.ServerAccess;
import io.cellplane.api.version.Versions;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.lists.Listed;
import io.cellplane.openstack.CallerRefused;
import io.cellplane.openstack.network.NetworkProxy;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code addFloatingIp}, to 2.43: a floating address of the caller's leads to the server, wherever it led before. */
@Singleton
final class AddFloatingIp implements ServerAction {
    private final ServerAccess access;
    private final NetworkProxy service;
    private final ApiDatabase api;

    AddFloatingIp(ServerAccess access, NetworkProxy service, ApiDatabase api) {
        this.access = access;
        this.service = service;
        this.api = api;
    }

    @Override
    public String key() {
        return "addFloatingIp";
    }

    @Override
    public Rule rule() {
        return Rule.FLOATING_IPS_ADD;
    }

    @Override
    public Versions versions() {
        return Versions.parse("2.1-2.43");
    }

    @Override
    public Body body() {
        return Body.schema("network-proxies/addFloatingIp");
    }

    private record Place(BoundPort port, BoundPort.Address address) {}

    /** @throws io.cellplane.contracts.failure.Refused 400 when the server has no such address, or it is refused there; 404 */
    @Override
    public HttpResponse<?> act(Call call, String id) {
        Listed server = access.server(call, id);
        JsonNode asked = call.actionBody();
        String address = FloatingAddress.given(asked, "address");
        String fixed = asked.has("fixed_address") ? FloatingAddress.given(asked, "fixed_address") : null;
        Place place = place(access.shown(call, server).ports(), fixed, address, id);
        FloatingAddress floating = FloatingAddress.find(service, call, address);
        try {
            floating.lead(
                    service,
                    call,
                    place.port().portId().toString(),
                    place.address().address());
        } catch (CallerRefused refused) {
            if (refused.status() == 401 || refused.status() == 403) {
                throw refused;
            }
            throw Values.bad("Unable to associate floating IP %s to fixed IP %s for instance %s. Error: %s"
                    .formatted(address, place.address().address(), id, refused.words()));
        }
        api.networkChanges().ask(server.row().uuid(), api.clock().instant());
        return HttpResponse.accepted();
    }

    private static Place place(List<BoundPort> ports, @Nullable String wanted, String floating, String server) {
        if (ports.isEmpty()) {
            throw Values.bad("Instance network is not ready yet");
        }
        List<Place> all = ports.stream()
                .flatMap(port -> port.addresses().stream().map(one -> new Place(port, one)))
                .toList();
        if (all.isEmpty()) {
            throw Values.bad("No fixed IPs associated to instance");
        }
        if (wanted != null) {
            return all.stream()
                    .filter(one -> one.address().address().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> Values.bad("Specified fixed address not assigned to instance"));
        }
        return all.stream()
                .filter(one -> one.address().version() == 4)
                .findFirst()
                .orElseThrow(() -> Values.bad(("Unable to associate floating IP %s to any fixed IPs for instance %s."
                                + " Instance has no fixed IPv4 addresses to associate.")
                        .formatted(floating, server)));
    }
}
