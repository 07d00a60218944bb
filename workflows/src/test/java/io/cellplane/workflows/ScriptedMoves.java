package io.cellplane.workflows;

import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.temporal.step.CellFences;
import io.cellplane.temporal.step.CellMoves;
import io.cellplane.temporal.step.MoveRecords;
import io.cellplane.temporal.step.Moves;
import io.cellplane.temporal.step.Moving;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Records.Failed;
import io.cellplane.temporal.step.Records.Landed;
import io.cellplane.temporal.step.Snapshots;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The activities of moves, by the same script. */
public final class ScriptedMoves implements Moves, MoveRecords, CellMoves, CellFences, Snapshots {
    public static final UUID MOVE = UUID.fromString("0190a000-0000-7000-8000-000000000004");

    private static final FlavorSpec SMALL = new FlavorSpec("1", "small", 1, 64, 1, 0, 0, 1, null, Map.of());
    private static final FlavorSpec BIG = new FlavorSpec("2", "big", 2, 128, 2, 0, 0, 1, null, Map.of());

    private final Scripted script;
    private final Map<String, Cut> cuts = new ConcurrentHashMap<>();
    private volatile String destination = "cell1";
    private volatile boolean sameHost;
    private volatile boolean begun = true;
    private volatile boolean open = true;
    private volatile boolean arrived;
    private volatile boolean cutOver;
    private volatile boolean counts;
    private volatile boolean again;
    private volatile boolean untold;
    private volatile boolean returned;
    private volatile boolean owed;

    public ScriptedMoves(Scripted script) {
        this.script = script;
    }

    /** Every destination is in another cell. */
    public Scripted acrossCells() {
        destination = "cell2";
        return script;
    }

    /** Source and destination are one. */
    public Scripted sameHost() {
        sameHost = true;
        return script;
    }

    /** A cutover that does not move it. */
    public Scripted cut(String call, Cut how) {
        cuts.put(call, how);
        return script;
    }

    /** Whoever undoes a cutover finds that the destination counts. */
    public Scripted counts() {
        counts = true;
        return script;
    }

    /** What a confirm and a revert find: it is ended already. */
    public Scripted ended() {
        begun = false;
        return script;
    }

    /** What a revert finds: an earlier run of it may have done something. */
    public Scripted again() {
        again = true;
        return script;
    }

    /** What a revert that begins again finds: the source has the guest. */
    public Scripted returned() {
        returned = true;
        return script;
    }

    /** What a revert finds: the destination has not brought back what an earlier one set aside. */
    public Scripted owed() {
        owed = true;
        return script;
    }

    /** Another run has begun it, and has not come to the source. */
    public Scripted againUntold() {
        again = true;
        untold = true;
        return script;
    }

    /** What a repair finds: nothing that is open. */
    public Scripted over() {
        open = false;
        return script;
    }

    /** What a repair finds: confirm and revert were let in. */
    public Scripted arrived() {
        arrived = true;
        return script;
    }

    /** What a repair finds: the destination counts. */
    public Scripted cutOver() {
        cutOver = true;
        return script;
    }

    private Moving to(int number) {
        int host = sameHost ? 0 : number;
        return new Moving(at("cell1", 0), at(sameHost ? "cell1" : destination, host), SMALL, BIG, false, true);
    }

    private static Placed at(String cell, int number) {
        return new Placed(cell, "host" + number, new UUID(0, number), "nova", cell.equals("cell1") ? 1 : 2, 2);
    }

    @Override
    public StepResult<Moving> aim(Step step, UUID server, List<String> tried) {
        return script.answered("aim " + step.attempt() + " not " + tried, to(step.attempt()));
    }

    @Override
    public void unaim(Step step, UUID server) {
        script.called("unaim " + step.attempt());
    }

    @Override
    public Moves.Reached fence(UUID operation, UUID server) {
        script.called("fence the move");
        String cell = cutOver ? destination : "cell1";
        return new Moves.Reached(open, arrived, cutOver, cell, 1, List.of(new Tried(1, to(1)), new Tried(2, to(2))));
    }

    @Override
    public WayBack begin(UUID operation, UUID server) {
        script.called("begin the end");
        return new WayBack(begun, MOVE, 1, to(1), again, returned, owed, untold);
    }

    @Override
    public StepResult<Arrival> copy(CellMoves.Course course, int attempt) {
        return script.answered("copy " + attempt + " to " + course.to(), new Arrival(2));
    }

    @Override
    public void uncopy(CellMoves.Course course, int attempt) {
        script.answers(course.to());
        script.called("uncopy " + attempt + " from " + course.to());
    }

    @Override
    public StepResult<Arrival> merge(CellMoves.Course course, int attempt, long left) {
        return script.answered("merge " + attempt + " into " + course.to() + " on " + left, new Arrival(3));
    }

    @Override
    public Cut cutOver(CellMoves.Course course, int attempt) {
        String call = "cut over " + attempt + " to " + course.to();
        script.called(call);
        return cuts.getOrDefault(call, Cut.MOVED);
    }

    @Override
    public boolean stay(CellMoves.Course course, int attempts) {
        script.called("stay " + attempts + " in " + course.from());
        return !counts;
    }

    @Override
    public void settle(UUID server, @Nullable String into) {
        script.called("settle into " + into);
    }

    @Override
    public boolean fence(UUID operation, String cell, UUID server) {
        script.called("fence in " + cell);
        return script.isUp();
    }

    @Override
    public void erase(String cell, UUID server, long generation) {
        script.answers(cell);
        script.called("erase the copy in " + cell + " of " + generation);
    }

    @Override
    public StepResult<Own> openOwn(Step step, UUID server, Duration life) {
        return script.answered("open its image " + step.attempt(), new Own(server, "qcow2", 1, Map.of()));
    }

    @Override
    public StepResult<Snapshot> open(Step step, UUID server, UUID image, Duration life) {
        return script.answered("open image " + step.attempt(), new Snapshot(image, "qcow2", "bare"));
    }

    @Override
    public void remove(Step step, UUID image) {
        script.called("remove image " + step.attempt());
    }

    @Override
    public @Nullable WayBack left(UUID operation, UUID server) {
        return null;
    }

    @Override
    public StepResult<Landed> resized(
            Step step, UUID operation, Moving moving, UUID server, int powerState, List<ActionEvent> events) {
        script.written(events);
        return script.answered("resized on " + moving.to().host() + " power " + powerState, new Landed("cell1", 1));
    }

    @Override
    public StepResult<Landed> confirmed(
            Step step, UUID move, Moving moving, UUID server, List<Owed> owed, List<ActionEvent> events) {
        script.written(events);
        return script.answered("confirmed on " + moving.to().host() + " owing " + names(owed), new Landed("cell1", 1));
    }

    @Override
    public StepResult<Landed> reverted(
            Step step,
            UUID move,
            Moving moving,
            UUID server,
            int powerState,
            List<Owed> owed,
            List<ActionEvent> events) {
        script.written(events);
        return script.answered(
                "reverted on " + moving.from().host() + " power " + powerState + " owing " + names(owed),
                new Landed("cell1", 1));
    }

    @Override
    public StepResult<Landed> stays(
            Step step, UUID move, Moving moving, UUID server, Failed why, List<ActionEvent> events) {
        script.written(events);
        return script.answered("stays on " + moving.to().host() + " with " + why.failure(), new Landed("cell1", 1));
    }

    private static List<String> names(List<Owed> owed) {
        return owed.stream().map(Scripted::name).toList();
    }
}
