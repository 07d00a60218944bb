package io.cellplane.compute.image;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/** A new file in which blocks of zeros take no room. What it throws is a {@link Unwritable}. */
final class SparseFile extends OutputStream {

    /** This host is at fault, and not whoever sends the data: most likely its disk is full. */
    static final class Unwritable extends IOException {
        private static final long serialVersionUID = 1L;

        Unwritable(IOException cause) {
            super(cause);
        }
    }

    private static final int BLOCK = 1 << 16;
    private static final byte[] ZEROS = new byte[BLOCK];

    private final RandomAccessFile file;
    private final byte[] block = new byte[BLOCK];
    private int filled;
    private long at;

    SparseFile(Path path) throws IOException {
        try {
            file = new RandomAccessFile(path.toFile(), "rw");
            file.setLength(0);
        } catch (IOException e) {
            throw new Unwritable(e);
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            int part = Math.min(left, BLOCK - filled);
            System.arraycopy(bytes, from, block, filled, part);
            filled += part;
            from += part;
            left -= part;
            if (filled == BLOCK) {
                put();
            }
        }
    }

    private void put() throws IOException {
        if (!Arrays.equals(block, 0, filled, ZEROS, 0, filled)) {
            try {
                file.seek(at);
                file.write(block, 0, filled);
            } catch (IOException e) {
                throw new Unwritable(e);
            }
        }
        at += filled;
        filled = 0;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            put();
            file.setLength(at);
        }
    }
}
