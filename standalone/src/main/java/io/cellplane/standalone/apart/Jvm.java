package io.cellplane.standalone.apart;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The command line of one of our own processes. Its classes come from an ahead-of-time cache of its kind, which its
 * first graceful end writes and which every later start uses until something is built anew.
 */
record Jvm(Path caches) {

    /**
     * @param trains whether it writes the cache where there is none: one of a kind
     * @param kind processes of one kind share a cache
     * @param heapMib the most memory for objects
     */
    List<String> command(String kind, boolean trains, Class<?> main, int heapMib, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        // Small heaps on few cores: the serial collector takes the least memory and CPU. The second compiler takes more
        // CPU in
        // the first thousand operations than it gives back in many thousands, since most time goes to waiting and
        // copying.
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders",
                "-XX:ReservedCodeCacheSize=64m",
                "-XX:+UseSerialGC",
                "-Xmx" + heapMib + "m",
                "-Xss512k",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djdk.virtualThreadScheduler.parallelism=64"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        Path cache = caches.resolve(kind + ".aot");
        if (isFresh(cache)) {
            command.add("-XX:AOTCache=" + cache);
        } else if (trains && onlyJars()) {
            command.add("-XX:AOTCacheOutput=" + cache);
        }
        command.add("-Xlog:aot=off,cds=off");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** No cache can be made of classes that lie in a folder. */
    private static boolean onlyJars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .allMatch(entry -> entry.endsWith(".jar"));
    }

    private boolean isFresh(Path cache) {
        try {
            Files.createDirectories(caches);
            if (!Files.exists(cache)) {
                return false;
            }
            FileTime made = Files.getLastModifiedTime(cache);
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                Path jar = Path.of(entry);
                if (Files.exists(jar) && Files.getLastModifiedTime(jar).compareTo(made) > 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
