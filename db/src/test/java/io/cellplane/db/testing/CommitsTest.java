package io.cellplane.db.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.db.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CommitsTest {
    private static TestControlLevel control;

    private final List<String> told = new ArrayList<>();
    private final Step step = StepName.PLACE.of(UUID.randomUUID(), 1);

    @BeforeAll
    static void begin() {
        control = new TestControlLevel("commits", Clock.systemUTC(), Duration.ofSeconds(5), List.of(), Commits::of);
    }

    @AfterAll
    static void end() {
        control.close();
    }

    /** What it finds when it is told is read on another connection: it is committed. */
    private void hear(Runnable work) throws Exception {
        Commits.heard(
                () -> told.add(control.api
                        .steps()
                        .find(step.operation(), step.name(), 1)
                        .map(row -> row.state())
                        .orElse("nothing")),
                () -> {
                    work.run();
                    return true;
                });
    }

    @Test
    void a_transaction_is_one_commit() throws Exception {
        hear(() -> new Ledger(control.api.database(), control.api.clock()).once(step, String.class, () -> {
            assertThat(told).isEmpty();
            return "done";
        }));
        assertThat(told).containsExactly("done");
    }

    @Test
    void a_write_outside_a_transaction_is_one_by_itself() throws Exception {
        hear(() -> control.api
                .steps()
                .claim(
                        step.operation(),
                        step.name(),
                        1,
                        "undone",
                        null,
                        control.api.clock().instant()));
        assertThat(told).containsExactly("undone");
    }

    @Test
    void what_only_reads_or_is_rolled_back_is_none() throws Exception {
        hear(() -> {
            control.api.database().read(() -> control.api.operations().open());
            control.api
                    .operations()
                    .touch(UUID.randomUUID(), "running", control.api.clock().instant());
            try {
                control.api.database().run(() -> {
                    control.api
                            .steps()
                            .claim(
                                    step.operation(),
                                    step.name(),
                                    1,
                                    "done",
                                    null,
                                    control.api.clock().instant());
                    throw new IllegalStateException("rolled back");
                });
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("rolled back");
            }
        });
        assertThat(told).isEmpty();
    }

    @Test
    void nobody_is_told_of_what_others_do() throws Exception {
        hear(() -> {});
        control.api
                .steps()
                .claim(
                        step.operation(),
                        step.name(),
                        1,
                        "done",
                        null,
                        control.api.clock().instant());
        assertThat(told).isEmpty();
    }
}
