package io.cellplane.activities.control.placement;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Placement;
import java.util.Optional;
import java.util.UUID;

/** Where boots go. */
public final class SqlPlacement implements Placement {
    private final ApiDatabase api;
    private final Chooser chooser;

    /** @param chooser shared with whatever else places servers in this process */
    public SqlPlacement(ApiDatabase api, Chooser chooser) {
        this.api = api;
        this.chooser = chooser;
    }

    @Override
    public StepResult<Placed> place(Search search) {
        Step step = search.step();
        Optional<StepResult<Placed>> known = api.ledger().recorded(step, Placed.class);
        if (known.isPresent()) {
            return known.get();
        }
        UUID server = search.server();
        Optional<RequestedServer> requested = chooser.requested(server);
        if (requested.isEmpty()) {
            return StepResult.refused(Failure.FENCED, "the server is gone");
        }
        MappingRow mapping = api.mappings().find(server).orElse(null);
        String at = mapping == null ? null : mapping.cell();
        long generation = mapping == null ? 1 : mapping.generation();
        RequestedServer asked = requested.get();
        Wanted wanted = Wanted.of(
                asked,
                at,
                chooser.barred(server, search.tried()),
                chooser.hints(asked),
                chooser.traits(asked.flavor(), asked));
        return chooser.claim(step, Placed.class, server, wanted, (host, placing) -> {
            chooser.allocate(server, AllocationRow.SERVER, server, host.provider(), wanted.resources());
            long arrives = Placed.next(at, generation, host.cell());
            return new Placed(
                    host.cell(),
                    host.host(),
                    host.provider(),
                    host.zone(),
                    arrives,
                    placing,
                    arrives == generation ? null : at);
        });
    }

    @Override
    public void unplace(Step step, UUID server) {
        api.ledger().undo(step, Placed.class, placed -> {
            api.providers().lock(placed.provider());
            api.allocations().release(server, placed.provider());
            api.providers().bump(placed.provider());
        });
    }
}
