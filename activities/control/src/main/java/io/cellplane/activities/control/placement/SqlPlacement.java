package io.cellplane.activities.control.placement;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.metric.Metric;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.Json;
import io.cellplane.db.api.AllocationRow;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.DebtRow;
import io.cellplane.db.api.Intents;
import io.cellplane.db.api.RequestSpecRow;
import io.cellplane.operations.Placed;
import io.cellplane.operations.Placement;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Chooses in memory and claims in SQL: the claim locks the host's provider row and checks again whatever must be exact,
 * so a choice by an old view costs one more try, never an overcommitted host.
 */
public final class SqlPlacement implements Placement {
    private final ApiDatabase api;
    private final Intents intents;
    private final HostViews views;
    private final Random random = new Random();
    private final Counter lost = Metrics.counter(Metric.LOST_CLAIMS.id());

    public SqlPlacement(ApiDatabase api) {
        this.api = api;
        this.intents = new Intents(api);
        this.views = new HostViews(api);
    }

    /** The host filled up between choosing and claiming: the transaction is rolled back, the next host is tried. */
    private static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient HostView exact;

        Full(HostView exact) {
            super("the host is full", null, false, false);
            this.exact = exact;
        }
    }

    @Override
    public StepResult<Placed> place(Search search) {
        Optional<StepResult<Placed>> known = api.ledger().recorded(search.step(), Placed.class);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<RequestedServer> server = requested(search.server());
        if (server.isEmpty()) {
            return StepResult.refused(Failure.FENCED, "the server is gone");
        }
        Wanted wanted = Wanted.of(server.get(), search.cell(), barred(search));
        for (boolean fresh = false; ; fresh = true) {
            if (fresh) {
                views.refresh();
            }
            Choice choice = Choice.of(views.current(), wanted, random);
            if (choice.hosts().isEmpty() && fresh) {
                return nowhere(search, choice);
            }
            for (HostView host : choice.hosts()) {
                Optional<StepResult<Placed>> claimed = claim(search, wanted, host);
                if (claimed.isPresent()) {
                    return claimed.get();
                }
            }
        }
    }

    @Override
    public void unplace(Step step, UUID server) {
        api.ledger().undo(step, Placed.class, placed -> {
            api.providers().lock(placed.provider());
            api.allocations().release(server, placed.provider());
            api.providers().bump(placed.provider());
        });
    }

    /** Tried before, or still to be rid of a guest of this server. */
    private List<String> barred(Search search) {
        return Stream.concat(
                        search.tried().stream(),
                        api.debts().of(search.server()).stream()
                                .map(DebtRow::host)
                                .filter(Objects::nonNull))
                .distinct()
                .toList();
    }

    private Optional<RequestedServer> requested(UUID server) {
        return api.requestSpecs()
                .find(server)
                .map(RequestSpecRow::spec)
                .map(spec -> Json.read(spec, RequestedServer.class));
    }

    /** @return empty when the host is full by now */
    private Optional<StepResult<Placed>> claim(Search search, Wanted wanted, HostView chosen) {
        try {
            StepResult<Placed> claimed = claimOnce(search, wanted, chosen);
            if (claimed.isDone()) {
                views.taken(chosen.provider(), wanted.resources());
            }
            return Optional.of(claimed);
        } catch (Full full) {
            lost.increment();
            views.found(full.exact);
            return Optional.empty();
        }
    }

    private StepResult<Placed> claimOnce(Search search, Wanted wanted, HostView chosen) {
        Step step = search.step();
        return api.ledger().once(step, Placed.class, () -> {
            begin(step);
            api.providers().lock(chosen.provider());
            HostView host = views.exact(chosen.provider());
            boolean usable = wanted.forced() || (host.enabled() && host.up());
            if (!usable || !host.fits(wanted.resources())) {
                throw new Full(host);
            }
            api.allocations()
                    .saveAll(wanted.resources().entrySet().stream()
                            .filter(ask -> ask.getValue() > 0)
                            .map(ask -> new AllocationRow(
                                    search.server(),
                                    host.provider(),
                                    ask.getKey(),
                                    ask.getValue(),
                                    AllocationRow.SERVER,
                                    search.server()))
                            .toList());
            api.providers().bump(host.provider());
            api.places().add(step.operation(), step.attempt(), host.cell(), host.host());
            return new Placed(host.cell(), host.host(), host.provider(), host.zone(), 1);
        });
    }

    private StepResult<Placed> nowhere(Search search, Choice choice) {
        return api.ledger().once(search.step(), Placed.class, () -> {
            begin(search.step());
            throw Failure.NO_VALID_HOST.refused("There are not enough hosts available.\n" + choice.explanation());
        });
    }

    private void begin(Step step) {
        if (!intents.begin(step.operation())) {
            throw Failure.FENCED.refused();
        }
    }
}
