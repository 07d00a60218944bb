package io.cellplane.activities.cell.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.Patience;
import io.cellplane.db.control.HostStateRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Patience PATIENCE = Patience.standard();
    private static final List<String> HOSTS = List.of("h0", "h1", "h2", "h3", "h4", "h5", "h6", "h7");

    private final Liveness liveness = new Liveness(PATIENCE, START);

    @Test
    void silence_counts_only_from_taking_over() {
        Instant soon = START.plus(PATIENCE.hosts().silent().minusMillis(1));
        assertThat(liveness.judge(rows(HostStateRow.UP), soon).values()).containsOnly(HostStateRow.UP);
    }

    @Test
    void taking_over_says_nothing_of_a_host_that_was_down() {
        assertThat(liveness.judge(rows(HostStateRow.DOWN), START.plusSeconds(1)).values())
                .containsOnly(HostStateRow.DOWN);
        liveness.heard("h0", START);
        assertThat(liveness.judge(rows(HostStateRow.DOWN), START.plusSeconds(1)))
                .containsEntry("h0", HostStateRow.UP)
                .containsEntry("h1", HostStateRow.DOWN);
    }

    @Test
    void silence_counts_anew_when_the_bus_is_back() {
        HOSTS.forEach(host -> liveness.heard(host, START));
        Instant back = START.plus(PATIENCE.hosts().silent()).plusSeconds(1);
        liveness.resume(back);
        assertThat(liveness.judge(rows(HostStateRow.UP), back).values()).containsOnly(HostStateRow.UP);
        Instant late = back.plus(PATIENCE.hosts().silent());
        HOSTS.stream().skip(1).forEach(host -> liveness.heard(host, late));
        assertThat(liveness.judge(rows(HostStateRow.UP), late)).containsEntry("h0", HostStateRow.DOWN);
    }

    @Test
    void one_silent_host_is_down() {
        Instant late = START.plus(PATIENCE.hosts().silent()).plusSeconds(1);
        HOSTS.stream().skip(1).forEach(host -> liveness.heard(host, late));
        assertThat(liveness.judge(rows(HostStateRow.UP), late))
                .containsEntry("h0", HostStateRow.DOWN)
                .containsEntry("h1", HostStateRow.UP);
    }

    @Test
    void when_all_fall_silent_the_first_is_not_down_alone() {
        // Each spoke last at its own moment within one interval, as hosts do.
        for (int i = 0; i < HOSTS.size(); i++) {
            liveness.heard(
                    HOSTS.get(i),
                    START.plus(PATIENCE.hosts().alive().multipliedBy(i).dividedBy(HOSTS.size())));
        }
        Instant firstIsDue = START.plus(PATIENCE.hosts().silent());
        assertThat(liveness.judge(rows(HostStateRow.UP), firstIsDue))
                .containsEntry("h0", HostStateRow.UNKNOWN)
                .containsEntry("h7", HostStateRow.UP);
    }

    @Test
    void the_last_of_a_fault_is_not_down_either() {
        Instant late = START.plus(PATIENCE.hosts().silent()).plusSeconds(1);
        List<HostStateRow> rows = HOSTS.stream()
                .limit(4)
                .map(host ->
                        row(host, host.equals("h3") ? HostStateRow.UP : HostStateRow.UNKNOWN, late.minusSeconds(3)))
                .toList();
        assertThat(liveness.judge(rows, late)).containsEntry("h3", HostStateRow.UNKNOWN);
        Instant much = late.plus(PATIENCE.hosts().silent());
        assertThat(liveness.judge(rows, much))
                .as("those of an old fault say nothing of it")
                .containsEntry("h3", HostStateRow.DOWN);
    }

    @Test
    void who_became_unknown_stays_so_until_it_is_heard() {
        Instant late = START.plus(PATIENCE.hosts().silent()).plusSeconds(1);
        assertThat(liveness.judge(rows(HostStateRow.UNKNOWN), late).values()).containsOnly(HostStateRow.UNKNOWN);
        liveness.heard("h0", late);
        assertThat(liveness.judge(rows(HostStateRow.UNKNOWN), late)).containsEntry("h0", HostStateRow.UP);
    }

    private static List<HostStateRow> rows(String state) {
        return HOSTS.stream().map(host -> row(host, state)).toList();
    }

    private static HostStateRow row(String host, String state) {
        return row(host, state, START);
    }

    private static HostStateRow row(String host, String state, Instant since) {
        UUID service = UUID.nameUUIDFromBytes(host.getBytes(StandardCharsets.UTF_8));
        return new HostStateRow(
                host, "cell1", service, state, since, null, false, null, false, null, null, 1, START, null, null, null);
    }
}
