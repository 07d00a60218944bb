package io.cellplane.api.servers.action;

import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Body;
import io.cellplane.api.servers.ServerAccess;
import io.cellplane.api.version.Versions;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.lists.Listed;
import io.cellplane.openstack.network.NetworkProxy;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;

/** {@code removeFloatingIp}, to 2.43: the address leads nowhere, and stays the project's. */
@Singleton
final class RemoveFloatingIp implements ServerAction {
    private final ServerAccess access;
    private final NetworkProxy service;
    private final ApiDatabase api;

    RemoveFloatingIp(ServerAccess access, NetworkProxy service, ApiDatabase api) {
        this.access = access;
        this.service = service;
        this.api = api;
    }

    @Override
    public String key() {
        return "removeFloatingIp";
    }

    @Override
    public Rule rule() {
        return Rule.FLOATING_IPS_REMOVE;
    }

    @Override
    public Versions versions() {
        return Versions.parse("2.1-2.43");
    }

    @Override
    public Body body() {
        return Body.schema("network-proxies/removeFloatingIp");
    }

    /** @throws io.cellplane.contracts.failure.Refused 404 without such an address, 409 when it leads elsewhere */
    @Override
    public HttpResponse<?> act(Call call, String id) {
        Listed server = access.server(call, id);
        String address = FloatingAddress.given(call.actionBody(), "address");
        FloatingAddress floating = FloatingAddress.find(service, call, address);
        boolean leadsHere = access.shown(call, server).ports().stream()
                .anyMatch(port -> port.portId().toString().equals(floating.port()));
        if (!leadsHere) {
            throw Failure.API_CONFLICT.refused(
                    "Floating IP %s is not associated with instance %s.".formatted(address, id));
        }
        floating.release(service, call);
        api.networkChanges().ask(server.row().uuid(), api.clock().instant());
        return HttpResponse.accepted();
    }
}
