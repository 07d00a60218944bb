package io.cellplane.db.purge;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Step;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.control.DebtRow;
import io.cellplane.db.control.OperationIds;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.db.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PurgeTest {
    private static final TestControlLevel LEVEL = new TestControlLevel("purge", "cell1");

    private final Instant now = Instant.now();
    private final Instant longAgo = now.minus(Duration.ofDays(40));
    private final Instant kept = now.minus(Duration.ofDays(30));
    private final Purge purge = new Purge(LEVEL.api, LEVEL.cells);
    private final CellDatabase cell = LEVEL.cells.of("cell1");

    @AfterAll
    static void close() {
        LEVEL.close();
    }

    private record Done(String what) {}

    /** With a step in the API database and one in the cell's. */
    private OperationRow operation(UUID server, String state, Instant at) {
        OperationRow aged = TestOperation.of(server, Kind.STOP, state)
                .id(OperationIds.next(at))
                .at(at)
                .row();
        LEVEL.api.operations().save(aged);
        LEVEL.api.places().add(aged.id(), 1, "cell1", "h1");
        LEVEL.api.ledger().once(new Step(aged.id(), "begin", 1), Done.class, () -> new Done("x"));
        cell.ledger().once(new Step(aged.id(), "end", 1), Done.class, () -> new Done("x"));
        cell.database().run(() -> at(aged.id(), at));
        return aged;
    }

    private void at(UUID operation, Instant at) {
        cell.database().rows(AgedRows.class).age(operation, at);
    }

    private boolean isThere(OperationRow operation) {
        boolean here = LEVEL.api.operations().find(operation.id()).isPresent();
        assertThat(LEVEL.api.places().of(operation.id()).isEmpty()).isEqualTo(!here);
        assertThat(LEVEL.api
                        .ledger()
                        .recorded(new Step(operation.id(), "begin", 1), Done.class)
                        .isPresent())
                .isEqualTo(here);
        assertThat(cell.ledger()
                        .recorded(new Step(operation.id(), "end", 1), Done.class)
                        .isPresent())
                .isEqualTo(here);
        return here;
    }

    private void all() {
        while (purge.operations(kept, 2) > 0) {}
        while (purge.servers(kept, 2) > 0) {}
        while (purge.records("cell1", kept, 2) > 0) {}
        while (purge.steps("cell1", kept, 2) > 0) {}
    }

    @Test
    void only_what_is_closed_and_old_goes_with_its_steps() {
        UUID server = UUID.randomUUID();
        OperationRow old = operation(server, OperationState.CLOSED, longAgo);
        OperationRow young = operation(server, OperationState.CLOSED, now);
        OperationRow open = operation(server, OperationState.VERIFY, longAgo);
        OperationRow owing = operation(server, OperationState.CLOSED, longAgo);
        LEVEL.api
                .debts()
                .save(new DebtRow(
                        UUID.randomUUID(),
                        DebtRow.GUEST,
                        "cell1",
                        "h1",
                        server,
                        1,
                        1,
                        owing.id(),
                        "req",
                        "p",
                        longAgo,
                        longAgo,
                        null,
                        null));
        all();
        assertThat(isThere(old)).isFalse();
        assertThat(isThere(young)).isTrue();
        assertThat(isThere(open)).isTrue();
        assertThat(isThere(owing)).isTrue();
    }

    @Test
    void a_deleted_server_goes_from_both_levels_and_one_that_owes_stays() {
        UUID gone = deleted(longAgo);
        UUID lately = deleted(now);
        UUID owing = deleted(longAgo);
        LEVEL.api
                .debts()
                .save(new DebtRow(
                        UUID.randomUUID(),
                        DebtRow.GUEST,
                        "cell1",
                        "h2",
                        owing,
                        1,
                        1,
                        UUID.randomUUID(),
                        "req",
                        "p",
                        longAgo,
                        longAgo,
                        null,
                        null));
        all();
        assertThat(LEVEL.api.mappings().find(gone)).isEmpty();
        assertThat(LEVEL.api.requestSpecs().find(gone)).isEmpty();
        assertThat(LEVEL.api.lanes().find(gone)).isEmpty();
        assertThat(LEVEL.api.ec2Ids().of(gone, null, null, null)).isEmpty();
        assertThat(cell.servers().find(gone)).isEmpty();
        assertThat(LEVEL.api.mappings().find(lately)).isPresent();
        assertThat(LEVEL.api.ec2Ids().of(lately, null, null, null)).isPresent();
        assertThat(cell.servers().find(lately)).isPresent();
        assertThat(LEVEL.api.mappings().find(owing)).isPresent();
    }

    private UUID deleted(Instant at) {
        Accepted boot = LEVEL.accept();
        UUID server = boot.server();
        LEVEL.api.operations().close(boot.operation(), null, at);
        LEVEL.api.mappings().place(server, "cell1", 1, at);
        LEVEL.api.mappings().delete(server, at);
        cell.servers().save(TestServer.active(server, at).userData("c2VjcmV0").row());
        cell.servers().delete(server, at);
        assertThat(cell.servers().find(server).orElseThrow().userData()).isNull();
        return server;
    }
}
