package io.cellplane.compute.disk;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a host keeps its disks.
 *
 * @param instances the folder of all hosts that share a storage; this host writes below its own name, and reads the rest
 * @param host this host's name
 * @param root what a root disk is
 * @param largestImage how large an image may be as a guest sees it, in bytes
 * @param unused how long an image stays that no disk needs
 * @param vendorData the file of what every guest is told by its config drive; null where there is none
 */
public record DiskSettings(
        Path instances,
        String host,
        Root root,
        long largestImage,
        Duration unused,
        @Nullable Path vendorData) {

    /** Of which no guest is told anything. */
    public DiskSettings(Path instances, String host, Root root, long largestImage, Duration unused) {
        this(instances, host, root, largestImage, unused, null);
    }

    /** What a root disk is. */
    public enum Root {
        /** A qcow2 file over the image of the cache: made in no time, holds what the guest has written. */
        OVERLAY,
        /** A raw file of its own. */
        RAW
    }
}
