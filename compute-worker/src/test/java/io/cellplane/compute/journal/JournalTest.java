package io.cellplane.compute.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.bus.Wire;
import io.cellplane.compute.journal.Entry.State;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final Path file;

    JournalTest(@TempDir Path folder) {
        file = folder.resolve("journal.jsonl");
    }

    private Journal open(UUID... guests) {
        return Journal.open(file, NOW, Set.of(guests));
    }

    private static Entry entry(UUID operation, UUID server, State state, Instant at) {
        Command command = new Command(Verb.SPAWN, operation, "spawn", 1, false, server, 3, 5, 1000, "req-1", null);
        return Entry.of(command, state, Reply.done(Map.of("power_state", "1")), at);
    }

    private static StepKey key(UUID operation) {
        return new StepKey(operation, "spawn", 1);
    }

    @Test
    void remembers_over_a_restart() {
        UUID operation = UUID.randomUUID();
        UUID server = UUID.randomUUID();
        try (Journal journal = open()) {
            journal.append(entry(operation, server, State.RUNNING, NOW));
            journal.append(entry(operation, server, State.DONE, NOW));
        }
        try (Journal journal = open()) {
            Entry found = Objects.requireNonNull(journal.find(key(operation)));
            assertThat(found.answer()).isEqualTo(Reply.done(Map.of("power_state", "1")));
            assertThat(journal.newest(server)).isEqualTo(new Newest(3, 5));
        }
    }

    @Test
    void cuts_off_what_a_crash_left_of_the_last_line_and_goes_on() throws IOException {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        try (Journal journal = open()) {
            journal.append(entry(first, first, State.DONE, NOW));
        }
        Files.writeString(file, "{\"key\":{\"operation\":\"", StandardOpenOption.APPEND);
        try (Journal journal = open()) {
            journal.append(entry(second, second, State.DONE, NOW));
        }
        try (Journal journal = open()) {
            assertThat(journal.find(key(first))).isNotNull();
            assertThat(journal.find(key(second))).isNotNull();
        }
    }

    private static UUID minted(Instant at) {
        return new UUID(at.toEpochMilli() << 16 | 0x7000L, UUID.randomUUID().getLeastSignificantBits());
    }

    private Path aside() {
        return file.resolveSibling("journal.jsonl.damaged");
    }

    /** Changes one character of the line in which the operation stands. */
    private void damage(UUID operation) throws IOException {
        String lines = Files.readString(file);
        int at = lines.indexOf(operation.toString());
        Files.writeString(file, lines.substring(0, at) + "!" + lines.substring(at + 1));
    }

    @Test
    void a_damaged_line_is_skipped_and_kept_aside() throws IOException {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        UUID third = UUID.randomUUID();
        try (Journal journal = open()) {
            for (UUID each : List.of(first, second, third)) {
                journal.append(entry(each, each, State.DONE, NOW));
            }
        }
        String damaged = Files.readAllLines(file).get(1);
        int offset = Files.readAllLines(file).get(0).length() + 1;
        damage(second);
        for (int start = 1; start <= 2; start++) {
            try (Journal journal = open()) {
                assertThat(journal.find(key(first))).isNotNull();
                assertThat(journal.find(key(second))).isNull();
                assertThat(journal.find(key(third))).isNotNull();
            }
            assertThat(Files.readAllLines(file)).hasSize(2);
            assertThat(Files.readAllLines(aside())).hasSize(1);
        }
        Damaged kept = Line.read(Files.readAllLines(aside()).getFirst().getBytes(UTF_8), Damaged.class)
                .orElseThrow();
        assertThat(kept.offset()).isEqualTo(offset);
        assertThat(kept.found()).isEqualTo(NOW);
        assertThat(kept.line())
                .isEqualTo(damaged.replaceFirst(
                        second.toString(), "!" + second.toString().substring(1)));
    }

    @Test
    void every_changed_bit_of_a_line_is_found() {
        byte[] whole = Line.of(entry(UUID.randomUUID(), UUID.randomUUID(), State.DONE, NOW));
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Line.read(damaged, Entry.class)).as("bit %d", bit).isEmpty();
        }
    }

    @Test
    void what_began_before_the_damage_was_found_may_be_lost_also_after_the_next_start() throws IOException {
        UUID before = minted(NOW.minusSeconds(1));
        UUID after = minted(NOW.plus(Duration.ofMinutes(2)));
        try (Journal journal = open()) {
            assertThat(journal.mayHaveLost(before)).isFalse();
        }
        Files.writeString(file, "not json\n");
        open().close();
        try (Journal journal = Journal.open(file, NOW.plus(Duration.ofDays(1)), Set.of())) {
            assertThat(journal.mayHaveLost(before)).isTrue();
            assertThat(journal.mayHaveLost(UUID.randomUUID())).isTrue();
            assertThat(journal.mayHaveLost(after)).isFalse();
        }
    }

    @Test
    void damage_in_what_is_kept_aside_is_kept_aside_too() throws IOException {
        Files.writeString(file, "not json\n");
        open().close();
        Files.writeString(aside(), "{neither\n", StandardOpenOption.APPEND);
        try (Journal journal = open()) {
            assertThat(journal.mayHaveLost(minted(NOW))).isTrue();
        }
        assertThat(Files.readString(aside())).contains("not json").contains("{neither");
    }

    @Test
    void lines_of_an_older_version_have_no_checksum() throws IOException {
        UUID operation = UUID.randomUUID();
        UUID later = UUID.randomUUID();
        Files.write(file, Wire.encode(entry(operation, operation, State.DONE, NOW)));
        Files.writeString(file, "\n", StandardOpenOption.APPEND);
        try (Journal journal = open()) {
            assertThat(journal.find(key(operation))).isNotNull();
            journal.append(entry(later, later, State.DONE, NOW));
        }
        try (Journal journal = open()) {
            assertThat(journal.find(key(operation))).isNotNull();
            assertThat(journal.find(key(later))).isNotNull();
            assertThat(journal.mayHaveLost(operation)).isFalse();
        }
        assertThat(aside()).doesNotExist();
    }

    @Test
    void an_older_version_reads_lines_with_a_checksum() {
        Entry entry = entry(UUID.randomUUID(), UUID.randomUUID(), State.DONE, NOW);
        assertThat(Wire.decode(Line.of(entry), Entry.class)).isEqualTo(entry);
    }

    @Test
    void a_newer_version_is_not_damage_and_is_refused() throws IOException {
        Files.writeString(file, "{\"state\":\"TELEPORTED\"}\n");
        assertThatThrownBy(this::open).isInstanceOf(JournalBroken.class).hasMessageContaining("newer version");
        assertThat(aside()).doesNotExist();
    }

    @Test
    void forgets_what_is_old_but_nothing_open_and_no_generation_of_a_guest() throws IOException {
        Instant old = NOW.minus(Journal.KEPT).minus(Duration.ofDays(1));
        UUID closed = UUID.randomUUID();
        UUID running = UUID.randomUUID();
        UUID guest = UUID.randomUUID();
        UUID fenced = UUID.randomUUID();
        UUID recent = UUID.randomUUID();
        try (Journal journal = open()) {
            journal.append(entry(closed, closed, State.DONE, old));
            journal.append(entry(running, running, State.RUNNING, old));
            journal.append(entry(guest, guest, State.DONE, old));
            journal.append(entry(recent, recent, State.DONE, NOW));
            Command fence = Command.fence(fenced, fenced, "req-1");
            journal.append(Entry.of(fence, State.UNDONE, Reply.undone(), NOW));
        }
        open(guest).close();
        assertThat(Files.readAllLines(file)).hasSize(4);
        try (Journal journal = open(guest)) {
            assertThat(journal.find(key(closed))).isNull();
            assertThat(journal.find(key(running))).isNotNull();
            assertThat(journal.find(key(recent))).isNotNull();
            assertThat(journal.newest(guest)).isEqualTo(new Newest(3, 5));
            assertThat(journal.fenced(fenced)).isTrue();
        }
    }

    @Test
    void a_line_without_a_placing_has_none() throws IOException {
        UUID server = UUID.randomUUID();
        try (Journal journal = open()) {
            journal.append(entry(UUID.randomUUID(), server, State.DONE, NOW));
        }
        // As an older version wrote it.
        String line = Files.readString(file).replaceAll("\"placing\":5,", "").replaceAll(" [0-9a-f]{8}\n", "\n");
        Files.writeString(file, line);
        try (Journal journal = open()) {
            assertThat(journal.newest(server)).isEqualTo(new Newest(3, 0));
        }
    }

    @Test
    void an_undo_is_not_overtaken_by_its_do() {
        UUID operation = UUID.randomUUID();
        try (Journal journal = open()) {
            journal.append(entry(operation, operation, State.UNDOING, NOW));
            journal.append(entry(operation, operation, State.DONE, NOW));
        }
        try (Journal journal = open()) {
            Entry found = Objects.requireNonNull(journal.find(key(operation)));
            assertThat(found.state()).isEqualTo(State.UNDOING);
        }
    }

    @Test
    void a_closed_journal_promises_nothing() {
        Journal journal = open();
        journal.close();
        UUID id = UUID.randomUUID();
        assertThatThrownBy(() -> journal.append(entry(id, id, State.DONE, NOW))).isInstanceOf(JournalBroken.class);
    }

    @Test
    void takes_many_at_once() throws InterruptedException, IOException {
        List<Thread> threads = new ArrayList<>();
        try (Journal journal = open()) {
            for (int i = 0; i < 200; i++) {
                UUID id = UUID.randomUUID();
                threads.add(Thread.startVirtualThread(() -> journal.append(entry(id, id, State.DONE, NOW))));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(Files.readAllLines(file)).hasSize(200);
        }
    }
}
