package io.cellplane.compute.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.compute.hypervisor.Guests;
import io.cellplane.contracts.host.GuestSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/** Disks for tests, made by the tools themselves or byte by byte. */
final class Disk {
    static final int MIB = 1 << 20;

    private Disk() {}

    static void needsQemuImg() {
        boolean there = List.of("/usr/bin/qemu-img", "/usr/local/bin/qemu-img").stream()
                .anyMatch(path -> Files.isExecutable(Path.of(path)));
        Assumptions.assumeTrue(there, "qemu-img is missing: apt-get install qemu-utils");
    }

    /** What an operator would type. */
    static String qemuImg(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("qemu-img"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
        return said;
    }

    /** Raw data: a few words at the beginning, in the middle and at the end, nothing else. */
    static byte[] raw(int bytes, String words) {
        byte[] data = new byte[bytes];
        byte[] text = words.getBytes(StandardCharsets.UTF_8);
        for (int at : new int[] {512, bytes / 2, bytes - text.length}) {
            System.arraycopy(text, 0, data, at, text.length);
        }
        return data;
    }

    /** The same in another format. */
    static byte[] as(String format, byte[] raw, Path scratch, Object... options)
            throws IOException, InterruptedException {
        Path from = Files.write(scratch.resolve(UUID.randomUUID() + ".from"), raw);
        Path to = scratch.resolve(UUID.randomUUID() + ".to");
        List<Object> arguments = new ArrayList<>(List.of("convert", "-f", "raw", "-O", format));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(from, to));
        qemuImg(arguments.toArray());
        return Files.readAllBytes(to);
    }

    /** What a guest reads there from its root disk. */
    static byte[] seen(GuestDisks disks, long at, int length, Path scratch) throws IOException, InterruptedException {
        Path to = scratch.resolve(UUID.randomUUID() + ".seen");
        qemuImg("convert", "-f", disks.rootFormat().driver(), "-O", "raw", disks.root(), to);
        try (Peek data = Peek.at(to)) {
            return data.bytes(at, length).array();
        }
    }

    /** The guest writes into its root disk. */
    static void write(GuestDisks disks, long at, String words, Path scratch) throws IOException, InterruptedException {
        if (disks.rootFormat() == DiskFormat.RAW) {
            put(disks.root(), at, words.getBytes(StandardCharsets.UTF_8));
            return;
        }
        Path data = Files.writeString(scratch.resolve(UUID.randomUUID() + ".words"), words);
        Process io = new ProcessBuilder(
                        "qemu-io",
                        "-f",
                        "qcow2",
                        "-c",
                        "write -s " + data + " " + at + " 512",
                        disks.root().toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(io.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(io.waitFor()).as(said).isZero();
    }

    static void put(Path file, long at, byte[] bytes) throws IOException {
        try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "rw")) {
            data.seek(at);
            data.write(bytes);
        }
    }

    /** A guest with such disks. */
    static GuestSpec guest(UUID server, int rootGb, int ephemeralGb, int swapMb, boolean configDrive) {
        GuestSpec small = Guests.small(server);
        return new GuestSpec(
                server,
                small.name(),
                small.hostname(),
                small.projectId(),
                small.vcpus(),
                small.memoryMb(),
                rootGb,
                ephemeralGb,
                swapMb,
                small.imageId(),
                small.imageProperties(),
                small.ports(),
                small.metadata(),
                null,
                null,
                small.userData(),
                small.adminPassword(),
                configDrive);
    }
}
