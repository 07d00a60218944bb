package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.compute.hypervisor.HypervisorFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/** What libvirt's log daemon has written of a guest's serial console. */
final class Console {
    private Console() {}

    /** Where it is written, as the domain says; empty when it has no such console. */
    static Optional<Path> log(String domain) {
        return Tag.at(Tag.read(domain), "devices", "serial", "log").map(log -> Path.of(log.getAttribute("file")));
    }

    /** The end of it. What is full is renamed to {@code .0}, what was so before to {@code .1}: those come before it. */
    static byte[] last(Path log, int most) {
        byte[] all = new byte[0];
        Path file = log;
        try {
            for (int older = 0; all.length < most; older++) {
                byte[] before = end(file, most - all.length);
                all = ByteBuffer.allocate(before.length + all.length)
                        .put(before)
                        .put(all)
                        .array();
                file = log.resolveSibling(log.getFileName() + "." + older);
            }
        } catch (NoSuchFileException e) {
            return all;
        } catch (IOException e) {
            throw new HypervisorFailure("cannot read the console of a guest", e);
        }
        return all;
    }

    private static byte[] end(Path file, int most) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer read = ByteBuffer.allocate((int) Math.min(most, channel.size()));
            channel.position(channel.size() - read.capacity());
            while (read.hasRemaining() && channel.read(read) >= 0) {}
            byte[] bytes = new byte[read.flip().remaining()];
            read.get(bytes);
            return bytes;
        }
    }
}
