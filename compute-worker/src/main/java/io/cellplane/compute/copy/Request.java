package io.cellplane.compute.copy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What is asked of a host that offers disks.
 *
 * @param operation that keeps them
 * @param disk its name; empty: the asker has them all, and will ask for nothing more
 */
record Request(UUID server, UUID operation, String disk) {
    /** What is sent before, for this connection alone. */
    static final int NONCE_BYTES = 32;

    private static final int NAME = 16;

    /** The one answer that is followed by data. */
    static final int GRANTED = 1;
    /** No such offer, or not for this key. */
    static final int REFUSED = 2;
    /** Somebody is copying it. */
    static final int BUSY = 3;

    boolean isLast() {
        return disk.isEmpty();
    }

    /** As it is sent, and proved with the nonce before it. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream data = new DataOutputStream(bytes);
            data.writeLong(server.getMostSignificantBits());
            data.writeLong(server.getLeastSignificantBits());
            data.writeLong(operation.getMostSignificantBits());
            data.writeLong(operation.getLeastSignificantBits());
            byte[] name = disk.getBytes(StandardCharsets.US_ASCII);
            data.writeByte(name.length);
            data.write(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads no more than a request has. */
    static Request read(DataInputStream from) throws IOException {
        UUID server = new UUID(from.readLong(), from.readLong());
        UUID operation = new UUID(from.readLong(), from.readLong());
        int length = from.readUnsignedByte();
        if (length > NAME) {
            throw new IOException("a name of " + length + " bytes");
        }
        byte[] name = new byte[length];
        from.readFully(name);
        return new Request(server, operation, new String(name, StandardCharsets.US_ASCII));
    }

    static byte[] concat(byte[] nonce, byte[] asked) {
        byte[] whole = new byte[nonce.length + asked.length];
        System.arraycopy(nonce, 0, whole, 0, nonce.length);
        System.arraycopy(asked, 0, whole, nonce.length, asked.length);
        return whole;
    }
}
