package io.cellplane.compute.agent;

import io.cellplane.bus.Unreadable;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.server.PowerState;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which guests ran when the host went down. The host starts none by itself, since it cannot know whether they are still its own:
 * whoever has their records does. A file beside the journal.
 */
final class Resuming {
    private static final Logger LOG = LoggerFactory.getLogger(Resuming.class);
    private static final Set<PowerState> OFF = EnumSet.of(PowerState.SHUTDOWN, PowerState.CRASHED);

    private final Path file;
    private Kept kept;

    /**
     * @param boot of the host's system
     * @param lost ran when it went down before, and have not been on since
     */
    record Kept(String boot, List<UUID> running, List<UUID> lost) {}

    private Resuming(Path file, Kept kept) {
        this.file = file;
        this.kept = kept;
    }

    /**
     * Reads what was written before.
     *
     * @param boot names the present run of the host's system
     * @param resumes whether guests are to run again that ran before it
     */
    static Resuming open(Path file, String boot, boolean resumes) {
        Kept before = new Kept(boot, List.of(), List.of());
        try {
            before = Wire.decode(Files.readAllBytes(file), Kept.class);
        } catch (NoSuchFileException e) {
            LOG.debug("the first start");
        } catch (IOException | Unreadable e) {
            LOG.warn("which guests ran before is not known: {}", e.toString());
        }
        if (!resumes) {
            return new Resuming(file, new Kept(boot, before.running(), List.of()));
        }
        if (boot.equals(before.boot())) {
            return new Resuming(file, before);
        }
        Set<UUID> lost = new TreeSet<>(before.running());
        lost.addAll(before.lost());
        return new Resuming(file, new Kept(boot, List.of(), List.copyOf(lost)));
    }

    /** Takes in what guests there are now. */
    synchronized void seen(Map<UUID, PowerState> guests) {
        Kept now = new Kept(
                kept.boot(),
                those(guests, PowerState.RUNNING::equals),
                kept.lost().stream()
                        .filter(server -> OFF.contains(guests.getOrDefault(server, PowerState.NOSTATE)))
                        .toList());
        if (now.equals(kept)) {
            return;
        }
        kept = now;
        try {
            write(Wire.encode(now));
        } catch (IOException e) {
            LOG.warn("which guests run is not written, and not known after the host's next start: {}", e.toString());
        }
    }

    private static List<UUID> those(Map<UUID, PowerState> guests, Predicate<PowerState> power) {
        return guests.entrySet().stream()
                .filter(guest -> power.test(guest.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.toUnmodifiableList());
    }

    /** Whether the guest is to run again, if its server is still here. */
    synchronized boolean resumes(UUID server) {
        return kept.lost().contains(server);
    }

    private void write(byte[] content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.write(draft, content);
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
