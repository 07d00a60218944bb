package io.cellplane.activities.cell.records;

import io.cellplane.activities.cell.records.Endings.End;
import io.cellplane.activities.cell.records.Endings.Release;
import io.cellplane.activities.cell.records.Endings.Tale;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Flow;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.ResetArguments;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.Description;
import io.cellplane.contracts.server.Ec2Ids;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.cell.Trail;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.lane.Requests;
import io.cellplane.db.move.CellMoveSteps;
import io.cellplane.db.move.Strays;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Records;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Each method is two or three transactions that follow each other, in the cell's database and in the API's; all of them
 * may be repeated, and the order is such that a reader never meets a half-built server.
 */
public final class SqlRecords implements Records {
    private static final int LOOKS = 10;

    private final ApiDatabase api;
    private final CellDatabases cells;
    private final Lanes lanes;
    private final Endings endings;
    private final CellMoveSteps moves;
    private final Strays strays;
    private final Requests requests;

    /** @param accepted told of a successor that may start now */
    public SqlRecords(ApiDatabase api, CellDatabases cells, Consumer<OperationRow> accepted) {
        this.api = api;
        this.cells = cells;
        this.lanes = new Lanes(api);
        this.endings = new Endings(api, cells, accepted);
        this.moves = new CellMoveSteps(api, cells);
        this.strays = new Strays(api, cells);
        this.requests = new Requests(api);
    }

    @Override
    public StepResult<Landed> land(Landing landing) {
        return untilSaid(() -> landOnce(landing));
    }

    private StepResult<Landed> landOnce(Landing landing) {
        Step step = landing.step();
        Placed place = landing.place();
        CellDatabase cell = cells.of(place.cell());
        Optional<RequestedServer> requested = requested(landing.server());
        Optional<OperationRow> operation = api.operations().find(step.operation());
        if (requested.isEmpty() || operation.isEmpty()) {
            return StepResult.refused(Failure.FENCED, "the server is gone");
        }
        Optional<Description> said = say(cell, landing.server());
        Ec2Ids ec2 = ec2(requested.get());
        StepResult<Landed> landed = cell.ledger().once(step, Landed.class, () -> {
            Instant now = api.clock().instant();
            RequestedServer server =
                    said.map(words -> requested.get().described(words)).orElse(requested.get());
            NewRecord record = new NewRecord(cell);
            if (cell.servers().lock(server.uuid()).isEmpty()) {
                record.write(step, server, api.operationData().of(step.operation()), place, landing.ports(), ec2, now);
            } else {
                must(cell.servers()
                        .settle(
                                server.uuid(),
                                place.generation(),
                                step.operation(),
                                place.host(),
                                place.availabilityZone(),
                                now));
                record.cards(server.uuid(), landing.ports(), now);
            }
            Trail trail = new Trail(cell);
            trail.begin(trail.action(operation.get(), now), ActionEvent.BUILD, step.attempt(), place.host(), now);
            boolean fetches = requested.get().imageId() != null
                    && cell.computeNodes().fetching(place.host()).isPresent();
            return new Landed(place.cell(), place.generation(), fetches);
        });
        return landed.isDone() ? count(step, landing.server(), landed.orRefuse(), said) : landed;
    }

    /** By a step of that name in the control level's ledger, so that a repair which has read where the server is bars it. */
    private StepResult<Landed> count(Step step, UUID server, Landed landed, Optional<Description> said) {
        return api.ledger().once(step, Landed.class, () -> {
            map(server, landed.cell(), landed.generation(), said);
            return landed;
        });
    }

    @Override
    public void unland(Step step, Placed place, UUID server, Failed failed) {
        CellDatabase cell = cells.of(place.cell());
        Optional<OperationRow> operation = api.operations().find(step.operation());
        cell.ledger().undo(step, Landed.class, landed -> {
            Instant now = api.clock().instant();
            if (cell.servers().unsettle(server, landed.generation(), now) == 1) {
                new NewRecord(cell).cards(server, List.of(), now); // its ports are released next
            }
            operation.ifPresent(row -> {
                Trail trail = new Trail(cell);
                trail.fail(trail.action(row, now), ActionEvent.BUILD, step.attempt(), failed.message(), now);
            });
        });
    }

    @Override
    public StepResult<Landed> finish(Step step, Placed place, UUID server, int powerState) {
        return endings.close(
                new End(step, step.operation(), place.cell()),
                (cell, operation, now) -> {
                    must(cell.servers().activate(server, place.generation(), powerState, now));
                    cell.secrets().erase(server);
                    return new Landed(place.cell(), place.generation());
                },
                Tale.DONE,
                Release.NOTHING);
    }

    @Override
    public StepResult<Landed> fail(Step step, UUID operation, String cell, UUID server, Failed failed) {
        Optional<RequestedServer> requested = requested(server);
        if (requested.isEmpty()) {
            return StepResult.refused(Failure.FENCED, "the server is gone");
        }
        StepResult<Landed> shown = untilSaid(() -> fail(step, operation, requested.get(), cell, failed));
        if (Failure.DATA_REFUSED.type().equals(shown.failure())) {
            // What its user gave it cannot be written: it is shown without, so that it can be seen and deleted.
            Step bare = step.part(" bare");
            return untilSaid(() -> fail(bare, operation, requested.get().bare(), cell, failed));
        }
        return shown;
    }

    private StepResult<Landed> fail(
            Step step, UUID operationId, RequestedServer requested, String cellName, Failed failed) {
        UUID server = requested.uuid();
        Optional<Description> said = say(cells.of(cellName), server);
        Ec2Ids ec2 = ec2(requested);
        return endings.close(
                new End(step, operationId, cellName),
                (cell, operation, now) -> {
                    ServerRow known = cell.servers().lock(server).orElse(null);
                    NewRecord record = new NewRecord(cell);
                    if (known == null && !api.operations().isOpen(operation.id())) {
                        // Another run has ended it, perhaps in another cell: nobody would read this one.
                        throw Failure.FENCED.refused();
                    }
                    if (known == null) {
                        record.write(
                                step, requested, api.operationData().of(operation.id()), null, List.of(), ec2, now);
                    }
                    long generation = known == null ? 1 : known.generation();
                    if (known == null || !known.vmState().equals(VmState.ERROR)) {
                        // Only once: a repair that comes after keeps the fault that the boot itself has written.
                        Faults.add(cell, server, failed, now);
                    }
                    must(cell.servers().fail(server, generation, now));
                    cell.secrets().erase(server);
                    record.cards(server, List.of(), now);
                    return new Landed(cellName, generation);
                },
                Tale.of(List.of(), failed).beginning(ActionEvent.SCHEDULE),
                (landed, now) -> {
                    api.lanes().lock(server); // before its mapping, as whoever deletes it
                    map(server, landed.cell(), landed.generation(), said);
                });
    }

    @Override
    public StepResult<Landed> end(Ending ending) {
        return end(ending, (cell, now) -> {});
    }

    @Override
    public StepResult<Landed> attached(Ending ending, BoundPort card) {
        return end(ending, (cell, now) -> new NetworkCards(cell).add(ending.server(), card, now));
    }

    @Override
    public StepResult<Landed> detached(Ending ending, UUID port) {
        return end(ending, (cell, now) -> new NetworkCards(cell).remove(ending.server(), port, now));
    }

    private StepResult<Landed> end(Ending ending, BiConsumer<CellDatabase, Instant> also) {
        Failed failed = ending.failed();
        return endings.close(
                new End(ending.step(), ending.operation(), ending.cell()),
                (cell, operation, now) -> {
                    also.accept(cell, now);
                    // What came over it may be taken back just now: then the record is its own again.
                    if (!ended(cell, ending, operation, now)
                            && cell.servers().lock(ending.server()).isPresent()) {
                        ended(cell, ending, operation, now);
                    }
                    if (failed != null) {
                        Faults.add(cell, ending.server(), failed, now);
                    }
                    return new Landed(ending.cell(), ending.generation());
                },
                Tale.of(ending.events(), failed).beginningOn(ending.host()),
                Release.NOTHING);
    }

    private static boolean ended(CellDatabase cell, Ending ending, OperationRow operation, Instant now) {
        return cell.servers()
                        .end(
                                ending.server(),
                                ending.generation(),
                                operation.id(),
                                ending.vmState(),
                                ending.powerState(),
                                now)
                == 1;
    }

    @Override
    public StepResult<Landed> reset(Step step, String cellName, long generation, UUID server) {
        return endings.close(
                new End(step, step.operation(), cellName),
                (cell, operation, now) -> {
                    String vmState = Json.read(operation.arguments(), ResetArguments.class)
                            .vmState();
                    cell.servers().reset(server, generation, vmState, now);
                    return new Landed(cellName, generation);
                },
                Tale.DONE.overAll().beginningOn(null),
                Release.NOTHING);
    }

    @Override
    public void remove(UUID operationId, String cellName, UUID server, List<Owed> owed) {
        boolean _ = erase(operationId, cellName, server);
        lanes.gone(operationId, server, owed);
    }

    @Override
    public boolean erase(UUID operationId, String cellName, UUID server) {
        OperationRow operation = api.operations().find(operationId).orElse(null);
        if (operation != null && mayStillCount(operation, server)) {
            return false;
        }
        CellDatabase cell = cells.of(cellName);
        if (operation != null && !operation.isOpen()) {
            over(operation).forEach(over -> cell.ledger().fence(over.id()));
        }
        take(operation, cellName, server);
        return true;
    }

    /** Of a server that is gone nothing is written any more, whatever was under way when its cell did not answer. */
    private List<OperationRow> over(OperationRow operation) {
        return operation.what() == Kind.DELETE ? api.operations().of(operation.server()) : List.of(operation);
    }

    /** What a boot or a move has left in a cell that did not answer: until the operation is over. */
    private boolean mayStillCount(OperationRow operation, UUID server) {
        return switch (operation.what().flow()) {
            case BOOT_SERVER -> operation.isOpen() || !isSettled(server);
            case RESIZE_SERVER -> operation.isOpen();
            default -> false;
        };
    }

    private void take(@Nullable OperationRow operation, String cellName, UUID server) {
        CellDatabase cell = cells.of(cellName);
        if (operation != null && operation.what() == Kind.BOOT) {
            strays.erase(cellName, server);
        }
        if (operation != null && operation.what().flow() == Flow.RESIZE_SERVER) {
            strays.eraseArriving(cellName, server, operation.id());
            return;
        }
        ServerRow copy = cell.servers().find(server).orElse(null);
        if (copy != null && (copy.moveState() != null || isElsewhere(server, cellName))) {
            // Left by a move: it goes with all that hangs from it, unless it is the one that counts.
            moves.erase(cellName, server, copy.generation());
            return;
        }
        // Any other operation only owes a copy that it has left, and none of that is here any more.
        if (operation == null || operation.what() != Kind.DELETE) {
            return;
        }
        cell.database().run(() -> {
            Instant now = api.clock().instant();
            if (cell.servers().delete(server, now) == 1) {
                Endings.deleted(cell, operation, now);
                cell.secrets().erase(server);
                cell.tags().clear(server);
                cell.files().clear(server);
                cell.virtualInterfaces().clear(server);
            }
        });
    }

    /** Whether it is known which cell counts: until then a record that a boot has left may still be mapped. */
    private boolean isSettled(UUID server) {
        return api.mappings()
                .find(server)
                .filter(mapping -> mapping.cell() == null && mapping.deletedAt() == null)
                .isEmpty();
    }

    private boolean isElsewhere(UUID server, String cell) {
        return api.mappings()
                .find(server)
                .filter(mapping -> mapping.cell() != null && !mapping.cell().equals(cell))
                .isPresent();
    }

    /** In one transaction: from here the server is read in its cell, and no longer as a request. */
    private void map(UUID server, String cell, long generation, Optional<Description> said) {
        api.database().run(() -> {
            must(api.mappings().place(server, cell, generation, api.clock().instant()));
            requests.landed(server, said);
        });
    }

    /**
     * Writes what its user has said of a server that is not yet read in its cell into the record there, if there is one.
     *
     * @return what the record says, or is to say
     */
    private Optional<Description> say(CellDatabase cell, UUID server) {
        Optional<Description> said = requests.described(server);
        said.ifPresent(now -> cell.servers()
                .find(server)
                .filter(row -> !row.described().equals(now))
                .ifPresent(row -> cell.servers()
                        .describe(server, row.generation(), now, api.clock().instant())));
        return said;
    }

    /** Again when its user has said otherwise of it meanwhile; who does so without end waits for the step's repetition. */
    private static <T> T untilSaid(Supplier<T> landing) {
        for (int look = 1; ; look++) {
            try {
                return landing.get();
            } catch (Requests.Changed changed) {
                if (look == LOOKS) {
                    throw changed;
                }
            }
        }
    }

    private Optional<RequestedServer> requested(UUID server) {
        return api.requestSpecs().find(server).map(row -> Json.read(row.spec(), RequestedServer.class));
    }

    private @Nullable Ec2Ids ec2(RequestedServer server) {
        return api.ec2Ids()
                .of(server.uuid(), server.imageId(), server.kernel(), server.ramdisk())
                .orElse(null);
    }

    /** The lane keeps others away, so a write that meets another place is a restored or damaged database: wait. */
    private static void must(int rows) {
        if (rows != 1) {
            throw new IllegalStateException("the record is not where its mapping says: audit this cell");
        }
    }
}
