package io.cellplane.contracts.host;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a host has, reported at the agent's start and whenever it changes.
 *
 * @param details null from who does not know them
 * @param build what the agent was built from; null from who does not say so
 */
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
        String cpuInfo,
        @Nullable HostDetails details,
        @Nullable String build) {
    private static final int NAME = 255;
    private static final int TYPE = 64;
    private static final int ADDRESS = 39;
    private static final int CPU = 16_000;

    /** Of a host that says no more of itself. */
    public Inventory(
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
        this(
                host,
                cell,
                hostUuid,
                bootId,
                sequence,
                hypervisorHostname,
                hypervisorType,
                hypervisorVersion,
                hostIp,
                vcpus,
                memoryMb,
                diskGb,
                cpuInfo,
                null,
                null);
    }

    /** Whether a host can say so: sizes are not below zero, and texts no longer than they are kept. */
    public boolean isSound() {
        return vcpus >= 0
                && memoryMb >= 0
                && diskGb >= 0
                && isText(hypervisorHostname, NAME)
                && isText(hypervisorType, TYPE)
                && isText(hostIp, ADDRESS)
                && cpuInfo != null
                && cpuInfo.length() <= CPU
                && (details == null || details.isSound())
                && (build == null || isText(build, NAME));
    }

    private static boolean isText(String text, int most) {
        return text != null && !text.isBlank() && text.length() <= most;
    }
}
