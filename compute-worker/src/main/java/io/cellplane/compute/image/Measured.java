package io.cellplane.compute.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * What data are known by.
 *
 * @param sha512 in hexadecimal
 */
public record Measured(long bytes, String sha512) {
    private static final int CHUNK = 1 << 16;

    public static Measured of(Path file) throws InterruptedException {
        return of(List.of(file));
    }

    /** Of these, one behind the other. */
    public static Measured of(List<Path> files) throws InterruptedException {
        try (InputStream data = opened(files)) {
            return copy(data, OutputStream.nullOutputStream(), Long.MAX_VALUE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them, one behind the other. */
    static InputStream opened(List<Path> files) throws IOException {
        List<InputStream> all = new ArrayList<>();
        for (Path file : files) {
            all.add(Files.newInputStream(file));
        }
        return new SequenceInputStream(Collections.enumeration(all));
    }

    /** Copies and closes; ends when there is more than {@code most}, so that the size tells. */
    static Measured copy(InputStream from, OutputStream to, long most) throws IOException, InterruptedException {
        MessageDigest digest = newDigest();
        long bytes = copy(from, to, most, digest);
        return new Measured(bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /** The same with a digest of the caller's. @return how many bytes there were */
    static long copy(InputStream from, OutputStream to, long most, MessageDigest digest)
            throws IOException, InterruptedException {
        byte[] chunk = new byte[CHUNK];
        long bytes = 0;
        try (to) {
            for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                bytes += read;
                digest.update(chunk, 0, read);
                if (bytes > most) {
                    break;
                }
                to.write(chunk, 0, read);
            }
        }
        return bytes;
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
