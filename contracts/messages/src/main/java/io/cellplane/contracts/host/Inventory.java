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
        String cpuInfo) {
    private static final int NAME = 255;
    private static final int TYPE = 64;
    private static final int ADDRESS = 39;
    private static final int CPU = 16_000;

    /** Whether a host can say so: sizes are not below zero, and texts no longer than they are kept. */
    public boolean isSound() {
        return vcpus >= 0
                && memoryMb >= 0
                && diskGb >= 0
                && isText(hypervisorHostname, NAME)
                && isText(hypervisorType, TYPE)
                && isText(hostIp, ADDRESS)
                && cpuInfo != null
                && cpuInfo.length() <= CPU;
    }

    private static boolean isText(String text, int most) {
        return text != null && !text.isBlank() && text.length() <= most;
    }
}
