package io.cellplane.standalone.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The serial console of a lab's guest, where it is now: what it has said there, and a shell for who writes to it. */
public final class GuestConsole {
    private static final Pattern BOOT = Pattern.compile("cellplane: boot (\\d+) of (\\S+)");
    private static final String READY = "cellplane: ready";
    private static final String FILE = "console.log";
    private static final int POLL_MILLIS = 100;

    private final LabHost host;
    private final UUID server;

    public GuestConsole(LabHost host, UUID server) {
        this.host = host;
        this.server = server;
    }

    /**
     * What a guest says when it comes up.
     *
     * @param count how often its disk was booted
     * @param marker what stands on its disk
     */
    public record Boot(int count, String marker) {}

    /** All that was said, with what was set aside before; empty where nothing was. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        folder().ifPresent(folder -> {
            // The log daemon keeps older parts beside it.
            for (String name : List.of(FILE + ".1", FILE + ".0", FILE)) {
                lines.addAll(read(folder.resolve(name)));
            }
        });
        return lines;
    }

    private static List<String> read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the newest guest; a host may keep an older one beside it. */
    private Optional<Path> folder() {
        Path all = host.disks().resolve(server.toString());
        if (!Files.isDirectory(all)) {
            return Optional.empty();
        }
        try (Stream<Path> each = Files.list(all)) {
            return each.filter(folder -> Files.exists(folder.resolve(FILE)))
                    .max(Comparator.comparingLong(
                            folder -> folder.resolve(FILE).toFile().lastModified()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often these words were said. */
    public int count(String words) {
        return (int) lines().stream().filter(line -> line.contains(words)).count();
    }

    /** The last time that the guest came up, once it is ready. */
    public Optional<Boot> boot() {
        Boot last = null;
        boolean ready = false;
        for (String line : lines()) {
            Matcher boot = BOOT.matcher(line);
            if (boot.find()) {
                last = new Boot(Integer.parseInt(boot.group(1)), boot.group(2));
                ready = false;
            }
            ready |= line.contains(READY);
        }
        return ready ? Optional.ofNullable(last) : Optional.empty();
    }

    /** @throws IllegalStateException when its last boot is not this one in time */
    public void awaitBoot(Boot wanted, Duration time) {
        await(
                "boot " + wanted.count() + " of " + wanted.marker(),
                console -> console.boot().filter(wanted::equals).isPresent(),
                time);
    }

    /** @throws IllegalStateException, with the last words, when it does not become true in time */
    public void await(String what, Predicate<GuestConsole> wanted, Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        while (!wanted.test(this)) {
            if (System.nanoTime() - deadline > 0) {
                List<String> all = lines();
                throw new IllegalStateException("the guest " + server + " on " + host.name() + " does not say: " + what
                        + "; its last words: " + all.subList(Math.max(0, all.size() - 5), all.size()));
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    /** Has the guest's shell do something, until these words are seen. */
    public void type(String line, String words, Duration time) {
        Path terminal =
                Path.of(host.run("virsh", "ttyconsole", server.toString()).strip());
        int before = count(words);
        // Who hangs up at once is not heard.
        try (OutputStream console = Files.newOutputStream(terminal)) {
            console.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            console.flush();
            await(words, _ -> count(words) > before, time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
