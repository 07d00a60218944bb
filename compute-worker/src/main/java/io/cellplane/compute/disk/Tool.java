package io.cellplane.compute.disk;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs programs that read data from elsewhere: each in a process of its own that may use so much and no more. */
final class Tool {
    private static final int MOST_SAID = 1 << 20;
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final ProcessBuilder.Redirect NOTHING = ProcessBuilder.Redirect.from(new File("/dev/null"));

    private Tool() {}

    /**
     * @param memory address space in bytes
     * @param cpu what it may compute
     * @param time how long it may take, waiting included
     */
    record Limits(long memory, Duration cpu, Duration time) {}

    /**
     * Runs it to its end; an interrupt kills it.
     *
     * @param heard told what it prints, as it comes
     * @return what it has printed
     * @throws ToolFailed when it ends with another code than 0
     * @throws IOException when it cannot be run, or takes too long
     */
    static String run(List<String> command, Limits limits, Consumer<String> heard)
            throws IOException, InterruptedException {
        List<String> limited = new ArrayList<>(List.of(
                "prlimit", "--as=" + limits.memory(), "--cpu=" + limits.cpu().toSeconds(), "--core=0", "--"));
        limited.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(limited).redirectInput(NOTHING);
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.environment().put("LC_ALL", "C");
        // Else each thread of qemu-img reserves more than it may have.
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        Process process = builder.start();
        try {
            StringBuilder out = new StringBuilder();
            StringBuilder err = new StringBuilder();
            Thread outReader = reader(process.getInputStream(), out, heard);
            Thread errReader = reader(process.getErrorStream(), err, _ -> {});
            if (!process.waitFor(limits.time().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(command.getFirst() + " takes longer than " + limits.time());
            }
            outReader.join();
            errReader.join();
            if (process.exitValue() != 0) {
                throw new ToolFailed(
                        command.getFirst(), process.exitValue(), err.toString().strip());
            }
            return out.toString();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Thread reader(InputStream from, StringBuilder into, Consumer<String> heard) {
        return Thread.ofVirtual().start(() -> {
            try (from) {
                byte[] chunk = new byte[4096];
                for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
                    String said = new String(chunk, 0, read, StandardCharsets.UTF_8);
                    heard.accept(said);
                    if (into.length() + said.length() <= MOST_SAID) {
                        into.append(said);
                    }
                }
            } catch (IOException ended) {
                // It was killed, and nobody waits for what it says.
            }
        });
    }
}
