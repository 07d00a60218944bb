package io.cellplane.db.lists;

import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.cell.FaultRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server with everything that hangs from it and that clients are shown.
 *
 * @param userData null when there is none, or nobody asked for it
 */
public record Shown(
        Listed server,
        FlavorSpec flavor,
        Map<String, String> metadata,
        List<BoundPort> ports,
        List<String> securityGroups,
        List<String> tags,
        @Nullable FaultRow fault,
        @Nullable String userData) {

    /** The same in other security groups. */
    public Shown in(List<String> others) {
        return new Shown(server, flavor, metadata, ports, others, tags, fault, userData);
    }
}
