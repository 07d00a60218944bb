package io.cellplane.conductor.sweep;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.EndArguments;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.Requester;
import io.cellplane.db.lane.Admissions;
import io.cellplane.db.lane.Admissions.Outcome;
import io.cellplane.db.lane.Asked;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Confirms the moves whose window is over, as their users would have: through the same gate, against the same rivals. */
public final class Expiry implements Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
    /** After a refusal: the server is in ERROR, or its cell is away. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private static final int BATCH = 100;

    private final ApiDatabase api;
    private final CellDatabases cells;
    private final Admissions admissions;
    private final Patience patience;
    private final Consumer<OperationRow> accepted;

    /** @param accepted told of a confirm that may start now */
    public Expiry(ApiDatabase api, CellDatabases cells, Patience patience, Consumer<OperationRow> accepted) {
        this.api = api;
        this.cells = cells;
        this.admissions = new Admissions(api, cells);
        this.patience = patience;
        this.accepted = accepted;
    }

    @Override
    public String name() {
        return "expiry";
    }

    @Override
    public Duration rest() {
        return patience.sweeps().every();
    }

    @Override
    public void sweep(Round round) {
        Instant now = api.clock().instant().truncatedTo(ChronoUnit.MICROS);
        Map<String, List<Runnable>> byCell = new HashMap<>();
        for (OperationRow move : api.operations().expired(now, now.minus(AGAIN), BATCH)) {
            // First, so that one that cannot be confirmed does not stand in the way of the others.
            api.operations().postpone(move.id(), now);
            api.mappings()
                    .find(move.server())
                    .ifPresent(at -> byCell.computeIfAbsent(String.valueOf(at.cell()), _ -> new ArrayList<>())
                            .add(() -> confirm(move, at)));
        }
        byCell.forEach((cell, confirms) -> round.in(cell, () -> confirms.forEach(round::attempt)));
    }

    private void confirm(OperationRow move, MappingRow at) {
        try {
            confirmed(move, at);
        } catch (Refused refused) {
            LOG.info("the window of {} is over, it cannot be confirmed: {}", move.server(), refused.getMessage());
        }
    }

    private void confirmed(OperationRow move, MappingRow at) {
        // Looked at first: what is let in and cannot reach its cell would stand in the way of a delete or a revert.
        cells.read(String.valueOf(at.cell()), cell -> cell.servers().find(move.server()));
        Requester owner =
                new Requester(move.projectId(), move.userId(), "req-" + UUID.randomUUID(), move.globalRequestId());
        OperationRow confirm = OperationRow.asked(
                Kind.CONFIRM, move.server(), owner, Json.write(new EndArguments(move.id())), api.clock(), patience);
        Outcome outcome = admissions.admit(new Asked(confirm, at, true, move.id(), null, null));
        if (outcome instanceof Outcome.Accepted let) {
            LOG.info("the window of {} is over: it is confirmed", move.server());
            accepted.accept(let.operation());
        }
    }
}
