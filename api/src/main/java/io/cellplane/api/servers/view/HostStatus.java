package io.cellplane.api.servers.view;

import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostStateRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What administrators see of the hosts of one answer; read at first use, all at once. */
public final class HostStatus {
    /** Nothing has been heard of it. */
    static final String UNKNOWN = "UNKNOWN";

    private final ApiDatabase api;
    private final Set<String> hosts;
    private @Nullable Map<String, HostStateRow> states;

    /** @param hosts all that the answer may ask for */
    public HostStatus(ApiDatabase api, Collection<String> hosts) {
        this.api = api;
        this.hosts = Set.copyOf(hosts);
    }

    public String of(@Nullable String host) {
        if (host == null) {
            return "";
        }
        if (states == null) {
            Map<String, HostStateRow> read = new HashMap<>();
            if (!hosts.isEmpty()) {
                api.hostStates().findAll(hosts).forEach(row -> read.put(row.host(), row));
            }
            states = read;
        }
        HostStateRow state = states.get(host);
        if (state == null) {
            return UNKNOWN;
        }
        if (state.fenced()) {
            return "DOWN";
        }
        if (state.disabled()) {
            return "MAINTENANCE";
        }
        return state.state().equals(HostStateRow.UP) ? "UP" : UNKNOWN;
    }
}
