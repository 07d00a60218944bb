package io.cellplane.compute.hypervisor;

import io.cellplane.contracts.host.HostDetails;

/**
 * A host's inventory as the hypervisor tells it.
 *
 * @param hostname the hypervisor's own name of the host
 * @param type as operators know it, {@code QEMU} or {@code simulated}
 * @param version as one number, 1002003 for 1.2.3
 * @param cpuInfo JSON
 */
public record HypervisorFacts(
        String hostname,
        String type,
        int version,
        String hostIp,
        int vcpus,
        int memoryMb,
        int diskGb,
        String cpuInfo,
        HostDetails details) {}
