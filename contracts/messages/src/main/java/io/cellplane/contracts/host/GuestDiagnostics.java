package io.cellplane.contracts.host;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a guest that runs has used since it was switched on; what is null the hypervisor does not count.
 *
 * @param driver as Nova calls it; null for one that it has not
 * @param hypervisor what runs its processors, {@code kvm}
 * @param os the host's, {@code linux}
 * @param memoryKib the most that it may use
 * @param usedKib as much as it has
 * @param memory more of it in KiB, by the names that libvirt has for it
 */
public record GuestDiagnostics(
        @Nullable String driver,
        String hypervisor,
        String os,
        List<Cpu> cpus,
        List<Card> cards,
        List<Disk> disks,
        long memoryKib,
        @Nullable Long usedKib,
        Map<String, Long> memory) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");
    private static final int CPUS = 4096;
    private static final int DEVICES = 512;

    public GuestDiagnostics {
        memory = memory == null ? Map.of() : Map.copyOf(memory);
    }

    /** @param nanos how long it was busy */
    public record Cpu(int id, @Nullable Long nanos) {}

    /** @param device its name on the host */
    public record Card(
            String device,
            String mac,
            @Nullable Traffic received,
            @Nullable Traffic sent) {}

    /** One direction of a card. */
    public record Traffic(long bytes, long packets, long errors, long drops) {}

    /** @param device its name in the guest */
    public record Disk(String device, @Nullable Work work) {}

    /** What was done on a disk. */
    public record Work(long readBytes, long reads, long writtenBytes, long writes, long errors) {}

    /** Whether a host can say so: as many parts as a guest may have, with names of their own. */
    @SuppressWarnings("ConstantValue") // what comes over the wire may lack what the record promises
    public boolean isSound() {
        return cpus.size() <= CPUS
                && cards.size() <= DEVICES
                && disks.size() <= DEVICES
                && memory.size() <= DEVICES
                && (driver == null || isWord(driver))
                && isWord(hypervisor)
                && isWord(os)
                && cpus.stream().allMatch(cpu -> cpu != null)
                && cards.stream().allMatch(card -> card != null && isWord(card.device()) && isWord(card.mac()))
                && disks.stream().allMatch(disk -> disk != null && isWord(disk.device()))
                && memory.keySet().stream().allMatch(GuestDiagnostics::isWord);
    }

    private static boolean isWord(@Nullable String text) {
        return text != null && WORD.matcher(text).matches();
    }
}
