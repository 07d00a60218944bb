package io.cellplane.workflows;

import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.operations.MoveRecords;
import io.cellplane.operations.Moves;
import io.cellplane.operations.Moving;
import io.cellplane.operations.Placed;
import io.cellplane.operations.Records.Failed;
import io.cellplane.operations.Records.Landed;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The activities of moves, by the same script. */
final class ScriptedMoves implements Moves, MoveRecords {
    static final UUID MOVE = UUID.fromString("0190a000-0000-7000-8000-000000000004");

    private static final FlavorSpec SMALL = new FlavorSpec("1", "small", 1, 64, 1, 0, 0, 1, null, Map.of());
    private static final FlavorSpec BIG = new FlavorSpec("2", "big", 2, 128, 2, 0, 0, 1, null, Map.of());

    private final Scripted script;

    ScriptedMoves(Scripted script) {
        this.script = script;
    }

    static Moving to(int destination) {
        return new Moving(at("host0", 0), at("host" + destination, destination), SMALL, BIG, false, true);
    }

    private static Placed at(String host, int number) {
        return new Placed("cell1", host, new UUID(0, number), "nova", 1);
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
    public Course fence(UUID operation, UUID server) {
        script.called("fence the move");
        return new Course(true, false, false, "cell1", 1, List.of(new Tried(1, to(1)), new Tried(2, to(2))));
    }

    @Override
    public Ending begin(UUID operation, UUID server) {
        script.called("begin the end");
        return new Ending(true, MOVE, 1, to(1));
    }

    @Override
    public @Nullable Ending left(UUID operation, UUID server) {
        return null;
    }

    @Override
    public StepResult<Landed> resized(Step step, UUID operation, Moving moving, UUID server, int powerState) {
        return script.answered("resized on " + moving.to().host() + " power " + powerState, new Landed("cell1", 1));
    }

    @Override
    public StepResult<Landed> confirmed(Step step, UUID move, Moving moving, UUID server, List<Owed> owed) {
        return script.answered("confirmed on " + moving.to().host() + " owing " + hosts(owed), new Landed("cell1", 1));
    }

    @Override
    public StepResult<Landed> reverted(
            Step step,
            UUID move,
            Moving moving,
            UUID server,
            @Nullable Integer powerState,
            @Nullable Failed failed,
            List<Owed> owed) {
        String how = failed == null ? "power " + powerState : "with " + failed.failure();
        return script.answered(
                "reverted on " + moving.from().host() + " " + how + " owing " + hosts(owed), new Landed("cell1", 1));
    }

    private static List<String> hosts(List<Owed> owed) {
        return owed.stream().map(each -> String.valueOf(each.host())).toList();
    }
}
