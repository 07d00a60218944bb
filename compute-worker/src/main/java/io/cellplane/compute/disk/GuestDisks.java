package io.cellplane.compute.disk;

import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The disks of a guest, all whole.
 *
 * @param incarnation which guest of the server it is
 * @param folder theirs alone, of that guest; whatever else of it lies there is removed with them
 * @param root its format is {@code rootFormat}
 * @param rootFormat qcow2 or raw
 * @param base the raw file that a qcow2 root disk lies over; null: none
 * @param rootBytes how large the guest sees its root disk
 * @param ephemeral raw, with a file system; null: the flavor has none
 * @param swap raw, made for swapping; null: the flavor has none
 * @param configDrive an ISO 9660 image; null: none was asked for
 */
public record GuestDisks(
        UUID server,
        UUID incarnation,
        Path folder,
        Path root,
        DiskFormat rootFormat,
        @Nullable Path base,
        long rootBytes,
        @Nullable Path ephemeral,
        @Nullable Path swap,
        @Nullable Path configDrive) {

    /** Where the variables of its UEFI lie, if it has one: made with the guest, if they do not come with its disks. */
    public Path uefi() {
        return folder.resolve(MadeDisks.UEFI);
    }
}
