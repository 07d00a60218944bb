package io.cellplane.compute.copy;

import io.cellplane.compute.hypervisor.HypervisorFailure;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file as the blocks of it that are not all zeros, each with its place, and the file's size at the end. In a long run of zeros
 * a block of them is sent now and then: who reads is to hear something.
 */
final class SparseStream {
    private static final int BLOCK = 1 << 16;
    private static final byte[] ZEROS = new byte[BLOCK];
    private static final long SILENT = 1L << 32;
    private static final long END = -1;

    /** Whoever sends it says something else than before. */
    static final class Lies extends IOException {
        private static final long serialVersionUID = 1L;

        Lies(String message) {
            super(message);
        }
    }

    private SparseStream() {}

    static void send(Path file, DataOutputStream to, Throttle throttle) throws IOException, InterruptedException {
        byte[] block = new byte[BLOCK];
        long at = 0;
        long silent = 0;
        try (InputStream from = Files.newInputStream(file)) {
            for (int read = from.readNBytes(block, 0, BLOCK); read > 0; read = from.readNBytes(block, 0, BLOCK)) {
                silent = isZeros(block, read) ? silent + read : SILENT;
                if (silent >= SILENT) {
                    throttle.take(read);
                    to.writeLong(at);
                    to.writeInt(read);
                    to.write(block, 0, read);
                    silent = 0;
                }
                at += read;
            }
        }
        to.writeLong(END);
        to.writeLong(at);
    }

    private static boolean isZeros(byte[] block, int length) {
        return Arrays.equals(block, 0, length, ZEROS, 0, length);
    }

    /**
     * Writes it into a new file; nothing beyond the size, however much is sent.
     *
     * @throws Lies when it is of another size
     * @throws HypervisorFailure when it cannot be written here
     */
    static void receive(DataInputStream from, Path to, long size, Throttle throttle)
            throws IOException, InterruptedException {
        byte[] block = new byte[BLOCK];
        try (NewFile file = new NewFile(to)) {
            long end = 0;
            for (long at = from.readLong(); at != END; at = from.readLong()) {
                int length = from.readInt();
                if (length < 1 || length > BLOCK || at < end || at > size - length) {
                    throw new Lies("a block where none can be");
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                throttle.take(length);
                from.readFully(block, 0, length);
                if (!isZeros(block, length)) {
                    file.write(at, block, length);
                }
                end = at + length;
            }
            if (from.readLong() != size || from.read() >= 0) {
                throw new Lies("another size than was said before");
            }
            file.end(size);
        }
    }

    /** What goes wrong with it is this host's. */
    private static final class NewFile implements AutoCloseable {
        private final RandomAccessFile file;

        NewFile(Path path) {
            try {
                file = new RandomAccessFile(path.toFile(), "rw");
                file.setLength(0);
            } catch (IOException e) {
                throw failure(e);
            }
        }

        void write(long at, byte[] block, int length) {
            try {
                file.seek(at);
                file.write(block, 0, length);
            } catch (IOException e) {
                throw failure(e);
            }
        }

        void end(long size) {
            try {
                file.setLength(size);
            } catch (IOException e) {
                throw failure(e);
            }
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (IOException e) {
                throw failure(e);
            }
        }

        private static HypervisorFailure failure(IOException e) {
            return new HypervisorFailure("cannot write a copied disk: " + e.getMessage(), e);
        }
    }
}
