package io.cellplane.activities.control.placement;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.metric.Metric;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.PlaceHints;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.DebtRow;
import io.cellplane.db.control.HostQuery;
import io.cellplane.db.control.RequestSpecRow;
import io.cellplane.db.control.ServerGroupRow;
import io.cellplane.db.lane.Lanes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses in memory and claims in SQL: the claim locks the row of the server's group and the host's provider row, in this
 * order, and checks again whatever must be exact, so a choice by an old view costs one more try, never an overcommitted host
 * or a group whose rule is broken.
 */
public final class Chooser {
    private final ApiDatabase api;
    private final Lanes lanes;
    private final HostViews views;
    private final HostTraits traits;
    private final Random random = new Random();
    private final Counter lost = Metrics.counter(Metric.LOST_CLAIMS.id());

    public Chooser(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.lanes = new Lanes(api);
        this.views = new HostViews(api);
        this.traits = new HostTraits(cells, api.clock());
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

    /** Others of its group came first: the transaction is rolled back, the next host that the group allows is tried. */
    private static final class Crowded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Wanted exact;

        Crowded(Wanted exact) {
            super("the group does not allow the host", null, false, false);
            this.exact = exact;
        }
    }

    /** What the server was asked for; empty when it is gone. */
    public Optional<RequestedServer> requested(UUID server) {
        return api.requestSpecs()
                .find(server)
                .map(RequestSpecRow::spec)
                .map(spec -> Json.read(spec, RequestedServer.class));
    }

    /** Where the servers of its project are that its hints name, and what they ask of a host. */
    public HintView hints(RequestedServer server) {
        PlaceHints hints = server.hints();
        return hints == null
                ? HintView.NONE
                : new HintView(
                        hints.sameHost().isEmpty() ? null : providersOf(hints.sameHost(), server),
                        providersOf(hints.differentHost(), server),
                        hints.query() == null
                                ? null
                                : HostQuery.of(hints.query()).orElse(HostQuery.NONE));
    }

    /** What its host has to have, with that flavor. */
    public TraitView traits(FlavorSpec flavor, RequestedServer server) {
        return new TraitView(TraitNeeds.of(flavor, server), traits::of, false);
    }

    private Set<UUID> providersOf(List<UUID> named, RequestedServer by) {
        return named.isEmpty() ? Set.of() : Set.copyOf(api.allocations().providersOf(named, by.projectId()));
    }

    /** Tried before, or still to be rid of a guest of this server, or in a cell that is of a record of it. */
    public List<String> barred(UUID server, List<String> tried) {
        List<DebtRow> debts = api.debts().of(server);
        Set<String> cells = debts.stream()
                .filter(debt -> debt.host() == null)
                .map(DebtRow::cell)
                .collect(Collectors.toSet());
        Stream<String> hosts = debts.stream().map(DebtRow::host).filter(Objects::nonNull);
        Stream<String> neighbours = cells.isEmpty()
                ? Stream.empty()
                : views.current().stream()
                        .filter(host -> cells.contains(host.cell()))
                        .map(HostView::host);
        return Stream.of(tried.stream(), hosts, neighbours)
                .flatMap(names -> names)
                .distinct()
                .toList();
    }

    /** What is claimed of a host, as it is exactly and its provider locked, by the server's placing of that number. */
    @FunctionalInterface
    public interface Claim<T> {
        T of(HostView host, long placing);
    }

    /**
     * Begins the operation and a placing of the server, and claims the best host that has room.
     *
     * @param claim in the transaction
     * @return refused {@code placement.no_valid_host} with what dropped how many hosts
     * @throws CellAway when only a cell that does not answer, or whose bus is away, has a host for it: it may answer soon,
     *     as all do when the control level's own database was away
     */
    public <T> StepResult<T> claim(Step step, Class<T> type, UUID server, Wanted asked, Claim<T> claim) {
        for (boolean fresh = false; ; fresh = true) {
            if (fresh) {
                views.refresh();
            }
            ServerGroupRow group = api.serverGroups().ofServer(server).orElse(null);
            Wanted wanted = beside(group, server, asked);
            Choice choice = Choice.of(views.current(), wanted, random);
            if (choice.hosts().isEmpty() && fresh) {
                Choice.of(views.reported(), wanted.hopeful(), random).hosts().stream()
                        .findFirst()
                        .ifPresent(host -> {
                            throw CellAway.notJudged(host.cell());
                        });
                return nowhere(step, type, choice);
            }
            Optional<StepResult<T>> claimed = claimFirst(step, type, server, wanted, group, choice.hosts(), claim);
            if (claimed.isPresent()) {
                return claimed.get();
            }
        }
    }

    private Wanted beside(@Nullable ServerGroupRow group, UUID server, Wanted wanted) {
        return group == null
                ? wanted
                : wanted.in(GroupView.of(group, api.groupMembers().places(group.id(), server)));
    }

    /** @return empty when none of the hosts is any more as it was seen */
    private <T> Optional<StepResult<T>> claimFirst(
            Step step,
            Class<T> type,
            UUID server,
            Wanted seen,
            @Nullable ServerGroupRow group,
            List<HostView> hosts,
            Claim<T> claim) {
        Wanted wanted = seen;
        for (HostView host : hosts) {
            if (!wanted.mayBeAt(host.provider())) {
                continue;
            }
            try {
                return Optional.of(claim(step, type, server, wanted, group, host, claim));
            } catch (Full full) {
                lost.increment();
                views.found(full.exact);
            } catch (Crowded crowded) {
                lost.increment();
                wanted = crowded.exact;
            }
        }
        return Optional.empty();
    }

    /**
     * @throws Full when the host is not any more as it was seen
     * @throws Crowded when the group is not
     */
    private <T> StepResult<T> claim(
            Step step,
            Class<T> type,
            UUID server,
            Wanted wanted,
            @Nullable ServerGroupRow group,
            HostView chosen,
            Claim<T> claim) {
        StepResult<T> claimed = api.ledger().once(step, type, () -> {
            long placing = lanes.place(server);
            begin(step);
            checkGroup(server, wanted, group, chosen);
            Stream.of(Optional.of(chosen.provider()), Optional.ofNullable(wanted.home()))
                    .flatMap(Optional::stream)
                    .distinct()
                    .sorted()
                    .forEach(provider -> api.providers().lock(provider));
            // Whoever disables the cell waits for this claim, and the next one sees that it is disabled.
            api.cells().hold(chosen.cell());
            HostView host = views.exact(chosen.provider());
            boolean usable = host.cell().equals(chosen.cell()) && (wanted.forced() || (host.enabled() && host.up()));
            if (!usable || !host.fits(wanted.on(host.provider()))) {
                throw new Full(host);
            }
            T outcome = claim.of(host, placing);
            api.providers().bump(host.provider());
            api.places().add(step.operation(), step.attempt(), host.cell(), host.host());
            return outcome;
        });
        if (claimed.isDone()) {
            views.taken(chosen.provider(), wanted.on(chosen.provider()));
        }
        return claimed;
    }

    /** Holds the group until the claim is committed: of all its members one at a time is placed. */
    private void checkGroup(UUID server, Wanted wanted, @Nullable ServerGroupRow group, HostView chosen) {
        if (group == null) {
            return;
        }
        Wanted exact = beside(api.serverGroups().lock(group.uuid()).orElse(null), server, wanted.in(null));
        if (!exact.mayBeAt(chosen.provider())) {
            throw new Crowded(exact);
        }
    }

    /** In the transaction of a claim. */
    public void allocate(UUID consumer, String type, UUID server, UUID provider, Map<String, Integer> resources) {
        api.allocations().saveAll(AllocationRow.of(consumer, type, server, provider, resources));
    }

    private <T> StepResult<T> nowhere(Step step, Class<T> type, Choice choice) {
        return api.ledger().once(step, type, () -> {
            begin(step);
            throw Failure.NO_VALID_HOST.refused("There are not enough hosts available.\n" + choice.explanation());
        });
    }

    private void begin(Step step) {
        if (!lanes.begin(step.operation())) {
            throw Failure.FENCED.refused();
        }
    }
}
