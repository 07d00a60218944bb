package io.cellplane.standins;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The data of images: one file each, there whole or not at all. */
final class ImageFiles {
    private final Path folder;

    /** What was written. */
    record Written(long size, String md5, String sha512) {}

    ImageFiles(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    Path of(String id) {
        return folder.resolve(id);
    }

    /** Streams to disk; nothing stays of it when the stream breaks. */
    Written write(String id, InputStream data) {
        Path aside = folder.resolve(id + ".part");
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            MessageDigest sha = MessageDigest.getInstance("SHA-512");
            long size;
            try (FileChannel channel = FileChannel.open(
                            aside,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                size = new DigestInputStream(new DigestInputStream(data, md5), sha).transferTo(out);
                channel.force(true);
            }
            Files.move(aside, of(id), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            HexFormat hex = HexFormat.of();
            return new Written(size, hex.formatHex(md5.digest()), hex.formatHex(sha.digest()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void delete(String id) {
        try {
            Files.deleteIfExists(of(id));
            Files.deleteIfExists(folder.resolve(id + ".part"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
