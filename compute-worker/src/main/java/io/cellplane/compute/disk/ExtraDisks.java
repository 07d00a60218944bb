package io.cellplane.compute.disk;

import io.cellplane.compute.hypervisor.DiskTransfer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Makes what a guest has beside the root disk: raw, sparse, ready for use. */
final class ExtraDisks {
    private static final Tool.Limits FORMATTING =
            new Tool.Limits(1L << 30, Duration.ofMinutes(1), Duration.ofMinutes(10));

    private ExtraDisks() {}

    /** An empty disk with a file system, unless it is there. */
    static void ephemeral(Path file, long bytes) throws IOException, InterruptedException {
        make(file, bytes, List.of("mkfs.ext4", "-q", "-F", "-L", "ephemeral0"));
    }

    /** A disk to swap to, unless it is there. */
    static void swap(Path file, long bytes) throws IOException, InterruptedException {
        make(file, bytes, List.of("mkswap", "-L", "swap0"));
    }

    private static void make(Path file, long bytes, List<String> command) throws IOException, InterruptedException {
        if (Durable.isFile(file)) {
            return;
        }
        Path part = Durable.part(file);
        try {
            RootDisks.grow(part, bytes);
            Tool.run(append(command, part), FORMATTING, _ -> {});
            Durable.publish(part, file);
        } finally {
            Durable.delete(part);
        }
    }

    private static List<String> append(List<String> command, Path file) {
        return Stream.concat(command.stream(), Stream.of(file.toString())).toList();
    }

    /** Another guest's disk, unless there is one already; grown, its file system as it is. */
    static void copy(Path from, Path file, long bytes) throws IOException, InterruptedException {
        if (Durable.isFile(file)) {
            return;
        }
        Path part = Durable.part(file);
        try {
            QemuImg.convert(
                    new QemuImg.Source(from, DiskFormat.RAW, null), part, DiskFormat.RAW, false, bytes, _ -> {});
            RootDisks.grow(part, bytes);
            Durable.publish(part, file);
        } finally {
            Durable.delete(part);
        }
    }

    /** A disk from elsewhere, unless there is one already; grown, its file system as it is. */
    static void take(DiskTransfer from, Path file, long bytes) throws IOException, InterruptedException {
        if (Durable.isFile(file)) {
            return;
        }
        Path part = Durable.part(file);
        try {
            from.run(part);
            RootDisks.grow(part, bytes);
            Durable.publish(part, file);
        } finally {
            Durable.delete(part);
        }
    }
}
