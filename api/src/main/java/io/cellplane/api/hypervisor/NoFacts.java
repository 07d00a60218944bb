package io.cellplane.api.hypervisor;

import io.cellplane.db.cell.ComputeNodeRow;
import io.micronaut.context.annotation.Secondary;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Where the process has no way to the cells: capacity is shown from the control level's own rows. */
@Secondary
@Singleton
final class NoFacts implements HypervisorFacts {
    @Override
    public Map<UUID, ComputeNodeRow> nodes() {
        return Map.of();
    }

    @Override
    public Map<String, List<ServerName>> servers() {
        return Map.of();
    }
}
