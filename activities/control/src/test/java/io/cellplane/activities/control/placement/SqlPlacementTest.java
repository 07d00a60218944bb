package io.cellplane.activities.control.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.operation.StepResult.Verdict;
import io.cellplane.db.CellAway;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Debts;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestRequest;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Placement.Search;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SqlPlacementTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("placement");

    private final SqlPlacement placement = new SqlPlacement(CONTROL.api, new Chooser(CONTROL.api, CONTROL.cells));

    @AfterEach
    void erase() {
        CONTROL.erase();
    }

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    private static Step step(Accepted boot, int attempt) {
        return new Step(boot.operation(), "place", attempt);
    }

    private StepResult<Placed> place(Accepted boot, int attempt, String... tried) {
        return placement.place(new Search(step(boot, attempt), boot.server(), List.of(tried)));
    }

    private List<AllocationRow> held(UUID server) {
        return CONTROL.api.allocations().ofServer(server);
    }

    @Test
    void a_claim_takes_what_the_flavor_says_begins_the_operation_and_leaves_a_trace() {
        UUID provider = CONTROL.host("h1", "cell1", 4);
        Accepted boot = CONTROL.accept();

        assertThat(place(boot, 1)).isEqualTo(StepResult.done(new Placed("cell1", "h1", provider, "nova", 1, 1)));
        assertThat(held(boot.server()))
                .extracting(AllocationRow::resourceClass, AllocationRow::used, AllocationRow::provider)
                .containsExactlyInAnyOrder(
                        tuple(InventoryRow.VCPU, 1, provider),
                        tuple(InventoryRow.MEMORY_MB, 512, provider),
                        tuple(InventoryRow.DISK_GB, 1, provider));
        assertThat(CONTROL.stateOf(boot.operation())).isEqualTo(OperationState.RUNNING);
        assertThat(CONTROL.api.places().of(boot.operation()))
                .singleElement()
                .satisfies(place -> assertThat(place.host()).isEqualTo("h1"));
        assertThat(place(boot, 1).isDone()).isTrue();
        assertThat(held(boot.server())).hasSize(3);
    }

    @Test
    void nothing_is_placed_in_a_cell_that_does_not_answer() {
        CONTROL.host("h1", "dead", 8);
        CONTROL.host("h2", "alive", 4);
        Instant now = Instant.now();
        for (String cell : List.of("dead", "alive")) {
            CONTROL.api.cells().put(cell, UUID.randomUUID(), "url", "user", new byte[0], null, now);
            CONTROL.api.cells().judged(cell, cell.equals("dead") ? now.minusSeconds(60) : now);
        }
        assertThat(place(CONTROL.accept(), 1).orRefuse().host()).isEqualTo("h2");
        Accepted waiting = CONTROL.accept();
        assertThatThrownBy(() -> place(waiting, 1, "h2"))
                .isInstanceOf(CellAway.class)
                .hasMessageContaining("dead");
        CONTROL.api.cells().judged("dead", now);
        Search search = new Search(step(waiting, 1), waiting.server(), List.of("h2"));
        assertThat(new SqlPlacement(CONTROL.api, new Chooser(CONTROL.api, CONTROL.cells))
                        .place(search)
                        .orRefuse()
                        .host())
                .isEqualTo("h1");
    }

    @Test
    void a_boot_waits_for_hosts_whose_silence_is_not_their_own() {
        CONTROL.host("h1", "cell1", 8);
        Instant now = Instant.now();
        CONTROL.api.hostStates().transition("h1", "cell1", HostStateRow.UNKNOWN, now);
        Accepted waiting = CONTROL.accept();
        assertThatThrownBy(() -> place(waiting, 1)).isInstanceOf(CellAway.class).hasMessageContaining("cell1");
        CONTROL.api.hostStates().transition("h1", "cell1", HostStateRow.UP, now);
        assertThat(place(waiting, 1).orRefuse().host()).isEqualTo("h1");
        UUID service = CONTROL.api.hostStates().find("h1").orElseThrow().serviceUuid();
        CONTROL.api.hostStates().transition("h1", "cell1", HostStateRow.UNKNOWN, now);
        CONTROL.api.hostStates().forceDown(service, true, "an operator", now);
        assertThat(place(CONTROL.accept(), 1).failure())
                .as("of a host that is forced down nothing is waited for")
                .isEqualTo(Failure.NO_VALID_HOST.type());
    }

    @Test
    void under_contention_exactly_as_many_are_placed_as_the_hosts_hold() throws Exception {
        for (int i = 1; i <= 8; i++) {
            CONTROL.host("h" + i, "cell" + (i % 2 + 1), i <= 4 ? 13 : 12);
        }
        List<Accepted> boots = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            boots.add(CONTROL.accept());
        }
        List<StepResult<Placed>> answers = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(16)) {
            List<Future<StepResult<Placed>>> running = new ArrayList<>();
            boots.forEach(boot -> running.add(executor.submit(() -> place(boot, 1))));
            for (Future<StepResult<Placed>> one : running) {
                answers.add(one.get());
            }
        }

        assertThat(answers.stream().filter(StepResult::isDone)).hasSize(100);
        assertThat(answers.stream().filter(answer -> !answer.isDone()))
                .hasSize(100)
                .allSatisfy(answer -> {
                    assertThat(answer.failure()).isEqualTo("placement.no_valid_host");
                    assertThat(answer.message())
                            .startsWith("No valid host was found. There are not enough hosts available.")
                            .contains("Capacity: 8 -> 0 hosts");
                });
        List<AllocationRow> processors = CONTROL.api.allocations().all().stream()
                .filter(row -> row.resourceClass().equals(InventoryRow.VCPU))
                .toList();
        assertThat(processors).hasSize(100);
        assertThat(processors.stream().map(AllocationRow::provider).distinct()).hasSize(8);
        CONTROL.api
                .providers()
                .all()
                .forEach(provider -> assertThat(processors.stream()
                                .filter(row -> row.provider().equals(provider.uuid()))
                                .count())
                        .isEqualTo(Integer.parseInt(provider.host().substring(1)) <= 4 ? 13 : 12));
    }

    @Test
    void an_operation_that_was_taken_back_is_placed_nowhere() {
        CONTROL.host("h1", "cell1", 4);
        Accepted boot = CONTROL.accept();
        CONTROL.api.operations().withdraw(boot.operation(), Instant.now());
        CONTROL.api.operations().takeBack(boot.operation());

        StepResult<Placed> answer = place(boot, 1);
        assertThat(answer.failure()).isEqualTo(Failure.FENCED.type());
        assertThat(held(boot.server())).isEmpty();
        assertThat(CONTROL.api.places().of(boot.operation())).isEmpty();
    }

    @Test
    void a_server_that_is_gone_is_placed_nowhere() {
        CONTROL.host("h1", "cell1", 4);
        assertThat(place(new Accepted(UUID.randomUUID(), UUID.randomUUID()), 1).isDone())
                .isFalse();
        assertThat(CONTROL.api.allocations().all()).isEmpty();
    }

    @Test
    void what_was_given_back_once_can_be_used_again() {
        CONTROL.host("h1", "cell1", 1);
        Accepted first = CONTROL.accept();
        Accepted second = CONTROL.accept();
        assertThat(place(first, 1).isDone()).isTrue();
        assertThat(place(second, 1).isDone()).isFalse();
        placement.unplace(step(first, 1), first.server());
        placement.unplace(step(first, 1), first.server());

        assertThat(held(first.server())).isEmpty();
        assertThat(place(second, 2).isDone()).isTrue();
        assertThat(place(first, 2).isDone()).isFalse();
    }

    @Test
    void a_place_repeated_after_it_was_given_back_says_what_it_had_been() {
        CONTROL.host("h1", "cell1", 4);
        Accepted boot = CONTROL.accept();
        StepResult<Placed> placed = place(boot, 1);
        placement.unplace(step(boot, 1), boot.server());

        assertThat(place(boot, 1)).isEqualTo(StepResult.undone(placed.outcome()));
        assertThat(held(boot.server())).isEmpty();
    }

    @Test
    void a_late_place_after_its_undo_claims_nothing() {
        CONTROL.host("h1", "cell1", 4);
        Accepted boot = CONTROL.accept();
        placement.unplace(step(boot, 1), boot.server());

        assertThat(place(boot, 1).verdict()).isEqualTo(Verdict.UNDONE);
        assertThat(held(boot.server())).isEmpty();
    }

    @Test
    void a_host_disabled_or_down_since_it_was_seen_is_not_claimed() {
        UUID disabled = CONTROL.host("h1", "cell1", 4);
        UUID forcedDown = CONTROL.host("h2", "cell1", 4);
        CONTROL.host("h3", "cell1", 4);
        CONTROL.host("h4", "cell1", 4);
        // Whoever chooses first sees all four.
        place(CONTROL.accept(), 1);
        CONTROL.api.hostStates().disable(disabled, true, "maintenance");
        CONTROL.api.hostStates().forceDown(forcedDown, true, "operator", Instant.now());
        CONTROL.api.hostStates().transition("h3", "cell1", "down", Instant.now());

        for (int i = 0; i < 3; i++) {
            Accepted boot = CONTROL.accept();
            Placed placed = place(boot, 1).outcome();
            assertThat(Objects.requireNonNull(placed).host()).isEqualTo("h4");
        }
    }

    @Test
    void a_disabled_cell_is_not_chosen_but_a_forced_host_in_it_is() {
        CONTROL.host("h1", "cell-off", 4);
        CONTROL.api.cells().put("cell-off", UUID.randomUUID(), "url", "user", new byte[0], null, Instant.now());
        place(CONTROL.accept(), 1);
        CONTROL.api.cells().disable("cell-off", true, Instant.now());

        StepResult<Placed> refused = place(CONTROL.accept(), 1);
        assertThat(refused.message()).contains("ComputeFilter (disabled): 1 -> 0 hosts");
        assertThat(place(CONTROL.accept(TestRequest.server().forcedTo("h1").build()), 1)
                        .isDone())
                .isTrue();
    }

    @Test
    void a_retired_host_is_not_even_chosen_by_force() {
        CONTROL.host("h1", "cell1", 4);
        place(CONTROL.accept(), 1);
        CONTROL.api.hostStates().retire("h1", "a test", Instant.now());

        assertThat(place(CONTROL.accept(), 1).message()).contains("there are no hosts");
        assertThat(place(CONTROL.accept(TestRequest.server().forcedTo("h1").build()), 1)
                        .failure())
                .isEqualTo("placement.no_valid_host");
    }

    @Test
    void a_forced_host_that_is_full_refuses_instead_of_trying_for_ever() {
        CONTROL.host("h1", "cell1", 1);
        place(CONTROL.accept(), 1);

        StepResult<Placed> refused =
                place(CONTROL.accept(TestRequest.server().forcedTo("h1").build()), 1);
        assertThat(refused.failure()).isEqualTo("placement.no_valid_host");
        assertThat(refused.message()).contains("Capacity: 1 -> 0 hosts");
    }

    @Test
    void room_that_vanished_without_a_sign_refuses_instead_of_trying_for_ever() {
        UUID provider = CONTROL.host("h1", "cell1", 4);
        place(CONTROL.accept(), 1);
        // As from a process that forgot to say so: the sequence has not grown.
        CONTROL.api.inventories().put(provider, InventoryRow.VCPU, 1, 1, 0, 1);

        assertThat(place(CONTROL.accept(), 1).message()).contains("Capacity: 1 -> 0 hosts");
    }

    @Test
    void a_refusal_does_not_change_when_room_comes() {
        CONTROL.host("h1", "cell1", 0);
        Accepted boot = CONTROL.accept();
        StepResult<Placed> refused = place(boot, 1);
        CONTROL.host("h2", "cell1", 4);

        assertThat(place(boot, 1)).isEqualTo(refused);
        assertThat(place(boot, 2).isDone()).isTrue();
    }

    @Test
    void where_there_is_no_host_at_all_it_says_so() {
        assertThat(place(CONTROL.accept(), 1).message()).contains("there are no hosts");
    }

    @Test
    void the_next_attempt_goes_elsewhere_and_into_another_cell_last() {
        CONTROL.host("h1", "cell1", 4);
        CONTROL.host("h2", "cell1", 4);
        CONTROL.host("h3", "cell2", 4);
        Accepted boot = CONTROL.accept();
        CONTROL.api.mappings().place(boot.server(), "cell1", 1, Instant.now());

        Placed second = Objects.requireNonNull(place(boot, 1, "h1").outcome());
        assertThat(second.host()).isEqualTo("h2");
        assertThat(second.from()).isNull();
        placement.unplace(step(boot, 1), boot.server());
        Placed third = Objects.requireNonNull(place(boot, 2, "h1", "h2").outcome());
        assertThat(third.host()).isEqualTo("h3");
        assertThat(third.from()).isEqualTo("cell1");
        assertThat(third.generation()).isEqualTo(2);
    }

    @Test
    void a_cell_that_may_hold_a_record_of_the_server_is_not_chosen_for_it() {
        CONTROL.host("h1", "cell1", 8);
        CONTROL.host("h2", "cell2", 1);
        Accepted boot = CONTROL.accept();
        OperationRow operation = CONTROL.api.operations().find(boot.operation()).orElseThrow();
        CONTROL.api.database().run(() -> new Debts(CONTROL.api).owe(operation, Owed.record("cell1", 1)));
        assertThat(place(boot, 1).orRefuse().host()).isEqualTo("h2");
        assertThat(place(CONTROL.accept(), 1).orRefuse().host()).as("another's").isEqualTo("h1");
    }
}
