package io.cellplane.contracts.host;

import java.util.UUID;

/** What a host has, reported at the agent's start and whenever it changes. */
public record Inventory(
        String host,
        String cell,
        UUID hostUuid,
        UUID bootId,
        long sequence,
        String hypervisorHostname,
        String hypervisorType,
        int hypervisorVersion,
        String hostIp,
        int vcpus,
        int memoryMb,
        int diskGb,
        String cpuInfo) {}
