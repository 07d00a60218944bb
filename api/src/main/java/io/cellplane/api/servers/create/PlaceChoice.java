package io.cellplane.api.servers.create;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.ZoneRow;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Where a request wants its servers: a zone, and for those who may say it, a host. */
@Singleton
final class PlaceChoice {
    static final String DEFAULT_ZONE = "nova";

    private final ApiDatabase api;

    PlaceChoice(ApiDatabase api) {
        this.api = api;
    }

    /**
     * @param zone null: any
     * @param host null: any
     * @param forced the host is taken as it is, without asking the filters
     */
    record Wanted(@Nullable String zone, @Nullable String host, boolean forced) {}

    /** @throws Refused 400 when there is no such zone or host; 403 when the caller may not choose hosts */
    Wanted of(Call call, JsonNode server) {
        String asked = Values.text(server.path("availability_zone"));
        String requested = Values.text(server.path("host"));
        String node = Values.text(server.path("hypervisor_hostname"));
        if (requested != null || node != null) {
            call.authorize(Rule.SERVERS_CREATE_REQUESTED_DESTINATION);
        }
        String[] parts = asked == null ? new String[] {""} : asked.split(":", -1);
        if (parts.length > 3) {
            throw Values.bad("Unable to parse availability_zone");
        }
        String zone = parts[0].isEmpty() ? null : parts[0];
        if (zone != null && !exists(zone)) {
            throw Values.bad("The requested availability zone is not available");
        }
        if (parts.length > 1) {
            if (requested != null || node != null) {
                throw Values.bad("Unable to create an instance with both a forced host and a requested one.");
            }
            call.authorize(Rule.SERVERS_CREATE_FORCED_HOST);
            String forced = host(parts[1].isEmpty() ? null : parts[1], parts.length > 2 ? parts[2] : null);
            // Wherever it is moved to later, it stays in the zone of the host that was chosen for it.
            return new Wanted(zone == null || forced == null ? zone : zoneOf(forced), forced, forced != null);
        }
        return new Wanted(zone, host(requested, node), false);
    }

    private @Nullable String host(@Nullable String host, @Nullable String node) {
        String found = host;
        if (host != null && api.hostMappings().find(host).isEmpty()) {
            throw Values.bad("Compute host " + host + " could not be found.");
        }
        if (node != null && !node.isEmpty()) {
            String owner = api.providers()
                    .named(node)
                    .orElseThrow(() -> Values.bad("Compute host " + node + " could not be found."))
                    .host();
            if (host != null && !host.equals(owner)) {
                throw Values.bad("No compute host " + host + " with the hypervisor " + node + ".");
            }
            found = owner;
        }
        return found;
    }

    private String zoneOf(String host) {
        return api.zones().find(host).map(ZoneRow::zone).orElse(DEFAULT_ZONE);
    }

    private boolean exists(String zone) {
        return zone.equals(DEFAULT_ZONE) || api.zones().exists(zone);
    }
}
