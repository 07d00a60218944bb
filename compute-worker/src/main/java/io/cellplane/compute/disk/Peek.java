package io.cellplane.compute.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads single places of a file that nobody trusts. */
record Peek(FileChannel file) implements AutoCloseable {

    /** Opens it, unless it is a link. */
    static Peek at(Path file) throws IOException {
        return new Peek(FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    long size() throws IOException {
        return file.size();
    }

    /** So many bytes, in network order; zeros where there are none. */
    ByteBuffer bytes(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        if (offset < 0 || offset >= size()) {
            return bytes;
        }
        int read = 0;
        for (long at = offset; bytes.hasRemaining() && read >= 0; at += read) {
            read = file.read(bytes, at);
        }
        return bytes.clear();
    }

    /** The same as characters, a byte each. */
    String text(long offset, int length) throws IOException {
        return new String(bytes(offset, length).array(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
