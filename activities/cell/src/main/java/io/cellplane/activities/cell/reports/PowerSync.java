package io.cellplane.activities.cell.reports;

import io.cellplane.bus.Bus;
import io.cellplane.bus.BusFailure;
import io.cellplane.bus.Unreadable;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.host.GuestsAnswer;
import io.cellplane.contracts.host.GuestsQuestion;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostMappingRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.Requester;
import io.cellplane.db.lane.Admissions;
import io.cellplane.db.lane.Admissions.Outcome;
import io.cellplane.db.lane.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a server follow its guest where that went its own way, as Nova's power sync does: by an operation that the system asks
 * for, through the same gate as all others. Records say which servers to look at; what their guests are, their hosts say at that
 * moment, since a report may be late.
 */
final class PowerSync {
    private static final Logger LOG = LoggerFactory.getLogger(PowerSync.class);
    private static final int FOUND = 1000;
    private static final int LOOKED_AT = 100;
    private static final int REMEMBERED = 10_000;
    private static final Duration ANSWER = Duration.ofSeconds(3);
    /** After one that failed. */
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final ApiDatabase api;
    private final CellDatabases cells;
    private final String cell;
    private final Bus bus;
    private final Patience patience;
    private final Consumer<OperationRow> accepted;
    private final Admissions admissions;
    private final Map<UUID, UUID> last = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, UUID> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** @param accepted told of an operation that may start now */
    PowerSync(
            ApiDatabase api,
            CellDatabases cells,
            String cell,
            Bus bus,
            Patience patience,
            Consumer<OperationRow> accepted) {
        this.api = api;
        this.cells = cells;
        this.cell = cell;
        this.bus = bus;
        this.patience = patience;
        this.accepted = accepted;
        this.admissions = new Admissions(api, cells);
    }

    /**
     * What brings a server in that state together with such a guest; empty where Nova lets them be.
     *
     * @param resumes whether the guest went off with its host, and is to run again
     */
    static Optional<Kind> wanted(String vmState, PowerState power, boolean resumes) {
        boolean off = power == PowerState.SHUTDOWN || power == PowerState.CRASHED;
        boolean suspended = power == PowerState.SUSPENDED;
        if (vmState.equals(VmState.ACTIVE) && off && resumes) {
            return Optional.of(Kind.START);
        }
        boolean stops = switch (vmState) {
            case VmState.ACTIVE -> off || suspended;
            case VmState.STOPPED -> power == PowerState.RUNNING || power == PowerState.PAUSED || suspended;
            case VmState.PAUSED -> off;
            default -> false;
        };
        return stops ? Optional.of(Kind.STOP) : Optional.empty();
    }

    /** Looks once at some that may be apart, those of all hosts at once. It takes some seconds where hosts are silent. */
    void sync() {
        Instant since = api.clock().instant().minus(patience.hosts().settled());
        List<UUID> apart = new ArrayList<>(cells.of(cell).servers().apart(since, FOUND));
        if (apart.isEmpty()) {
            return;
        }
        Collections.shuffle(apart);
        Map<String, List<ServerRow>> byHost =
                cells.of(cell).servers().findAll(apart.stream().limit(LOOKED_AT).toList()).stream()
                        .filter(row -> isAtRest(row)
                                && failed(row.uuid()).filter(Kind.STOP::equals).isEmpty())
                        .collect(Collectors.groupingBy(row -> Objects.requireNonNull(row.host())));
        // Closing waits for all.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            byHost.forEach((host, rows) -> threads.execute(() -> follow(host, rows)));
        }
    }

    private static boolean isAtRest(ServerRow row) {
        return row.host() != null
                && row.operation() == null
                && row.taskState() == null
                && row.moveState() == null
                && !row.deleted();
    }

    /** What was tried last, and failed not long ago. */
    private Optional<Kind> failed(UUID server) {
        UUID before = last.get(server);
        return before == null
                ? Optional.empty()
                : api.operations()
                        .find(before)
                        .filter(row -> row.outcome() != null)
                        .filter(row ->
                                row.updatedAt().isAfter(api.clock().instant().minus(AGAIN)))
                        .map(OperationRow::what);
    }

    private void follow(String host, List<ServerRow> rows) {
        try {
            HostMappingRow mapping = api.hostMappings().find(host).orElse(null);
            for (ServerRow row : rows) {
                GuestsAnswer answer = mapping == null ? null : ask(mapping, row.uuid());
                if (answer == null) {
                    return;
                }
                answer.guests().stream()
                        .filter(fact -> fact.server().equals(row.uuid()) && fact.power() != null)
                        .findFirst()
                        .ifPresent(fact -> follow(row, fact));
            }
        } catch (Refused e) {
            LOG.debug("a server of {} follows later: {}", host, e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("the servers of {} do not follow their guests: {}", host, e.toString());
        }
    }

    private @Nullable GuestsAnswer ask(HostMappingRow host, UUID server) {
        GuestsQuestion question = GuestsQuestion.about(server);
        try {
            GuestsAnswer answer = Wire.decode(
                    bus.request(Subjects.question(host.host(), Subjects.ASK_GUESTS), Wire.encode(question), ANSWER)
                            .join(),
                    GuestsAnswer.class);
            return host.hostUuid().equals(answer.hostUuid()) && answer.answers(question) ? answer : null;
        } catch (Unreadable | CompletionException | BusFailure e) {
            LOG.debug("host {} was not asked: {}", host.host(), e.getMessage());
            return null;
        }
    }

    /** A guest that cannot be started again is left off. */
    private void follow(ServerRow row, GuestFact fact) {
        boolean resumes = fact.resumes() && failed(row.uuid()).isEmpty();
        wanted(row.vmState(), fact.power(), resumes)
                .ifPresent(kind -> api.mappings()
                        .find(row.uuid())
                        .filter(at ->
                                cell.equals(at.cell()) && at.generation() == row.generation() && !at.queuedForDelete())
                        .ifPresent(at -> admit(kind, row, at, fact.power())));
    }

    private void admit(Kind kind, ServerRow row, MappingRow at, PowerState power) {
        Requester nobody = new Requester(at.projectId(), Requester.SYSTEM, "req-" + UUID.randomUUID(), null);
        OperationRow asked = OperationRow.asked(kind, row.uuid(), nobody, "{}", api.clock(), patience);
        Outcome outcome = admissions.admit(Asked.bySystem(asked, at, now -> isAtRest(now) && isSame(now, row)));
        if (outcome instanceof Outcome.Accepted let) {
            LOG.info("server {} is {} and its guest {}: {}", row.uuid(), row.vmState(), power, kind.action());
            last.put(row.uuid(), asked.id());
            accepted.accept(let.operation());
        }
    }

    /** Whether nothing was done to it since it was found: then what its host has said of the guest is about it. */
    private static boolean isSame(ServerRow now, ServerRow found) {
        return Objects.equals(now.updatedAt(), found.updatedAt())
                && wanted(now.vmState(), PowerState.of(now.powerState()), false).isPresent();
    }
}
