package io.cellplane.activities.cell.reports;

/**
 * How a host's inventory is offered to placement.
 *
 * @param cpuRatio how many virtual CPUs may be promised for each one there is
 * @param reservedMemoryMb memory kept for the host itself, MiB
 */
public record ReportSettings(
        double cpuRatio,
        double ramRatio,
        double diskRatio,
        int reservedMemoryMb,
        int reservedDiskGb,
        Believed believed) {

    /**
     * The most of a host that is offered although no operator has approved it.
     *
     * @param memoryMb MiB
     * @param diskGb GiB
     */
    public record Believed(int vcpus, int memoryMb, int diskGb) {}

    public static ReportSettings standard() {
        return new ReportSettings(4.0, 1.0, 1.0, 512, 0, new Believed(1024, 16 * 1024 * 1024, 1024 * 1024));
    }
}
