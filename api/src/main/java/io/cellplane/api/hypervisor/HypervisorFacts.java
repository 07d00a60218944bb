package io.cellplane.api.hypervisor;

import io.cellplane.contracts.host.HostDetails;
import io.cellplane.db.cell.ComputeNodeRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What only the cells know of their hypervisors. A cell that does not answer in time is left out. */
public interface HypervisorFacts {
    /** A server on a host, as the list of a hypervisor's servers names it. */
    record ServerName(UUID uuid, String name) {}

    /** The compute nodes by their uuid. */
    Map<UUID, ComputeNodeRow> nodes();

    /** One of a cell, without a look at the others. */
    Optional<ComputeNodeRow> node(String cell, UUID uuid);

    /** What the host of one says of itself besides. */
    Optional<HostDetails> details(String cell, UUID uuid);

    /** The servers by their host. */
    Map<String, List<ServerName>> servers();
}
