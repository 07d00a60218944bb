package io.cellplane.conductor.sweep;

import io.cellplane.contracts.Patience;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.purge.Purge;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;

/** Takes out what has been over for longer than the operator keeps it, some of it in each round. */
public final class Purging implements Sweep {
    private static final int BATCH = 100;
    private static final int BATCHES = 20;

    private final ApiDatabase api;
    private final CellDatabases cells;
    private final Purge purge;
    private final Patience patience;

    public Purging(ApiDatabase api, CellDatabases cells, Patience patience) {
        this.api = api;
        this.cells = cells;
        this.purge = new Purge(api, cells);
        this.patience = patience;
    }

    @Override
    public String name() {
        return "purge";
    }

    @Override
    public Duration rest() {
        return patience.sweeps().runningUnseen();
    }

    @Override
    public void sweep(Round round) {
        Instant before = api.clock().instant().minus(patience.sweeps().kept());
        round.attempt(() -> some(() -> purge.operations(before, BATCH)));
        round.attempt(() -> some(() -> purge.servers(before, BATCH)));
        cells.names()
                .forEach(cell -> round.in(cell, () -> {
                    some(() -> purge.records(cell, before, BATCH));
                    some(() -> purge.steps(cell, before, BATCH));
                }));
    }

    private static void some(IntSupplier batch) {
        for (int i = 0; i < BATCHES && batch.getAsInt() == BATCH; i++) {}
    }
}
