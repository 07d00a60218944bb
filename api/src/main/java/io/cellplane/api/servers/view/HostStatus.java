package io.cellplane.api.servers.view;

import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostStateRow;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What administrators see of the hosts of one answer; read at first use. */
public final class HostStatus {
    /** Nothing has been heard of it. */
    static final String UNKNOWN = "UNKNOWN";

    private final ApiDatabase api;
    private @Nullable Map<String, HostStateRow> states;

    public HostStatus(ApiDatabase api) {
        this.api = api;
    }

    public String of(@Nullable String host) {
        if (host == null) {
            return "";
        }
        if (states == null) {
            Map<String, HostStateRow> read = new HashMap<>();
            api.hostStates().all().forEach(row -> read.put(row.host(), row));
            states = read;
        }
        HostStateRow state = states.get(host);
        if (state == null) {
            return UNKNOWN;
        }
        if (state.forcedDown()) {
            return "DOWN";
        }
        if (state.disabled()) {
            return "MAINTENANCE";
        }
        return state.state().equals(HostStateRow.UP) ? "UP" : UNKNOWN;
    }
}
