package io.cellplane.db.cell;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A hypervisor, as it reported itself. */
@MappedEntity("compute_nodes")
public record ComputeNodeRow(
        @Id UUID uuid,
        int id,
        String host,
        String hypervisorHostname,
        String hypervisorType,
        int hypervisorVersion,
        String hostIp,
        int vcpus,
        int memoryMb,
        int localGb,
        String cpuInfo,
        UUID bootId,
        Instant createdAt,
        Instant updatedAt) {}
