package io.cellplane.workflows;

import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.operations.Ended;
import io.cellplane.operations.Hosts;
import io.cellplane.operations.Hosts.HostStep;
import io.cellplane.operations.Lane;
import io.cellplane.operations.MoveRecords;
import io.cellplane.operations.Moves;
import io.cellplane.operations.Moves.Ending;
import io.cellplane.operations.Moving;
import io.cellplane.operations.OperationRequest;
import io.cellplane.operations.Placed;
import io.cellplane.operations.Ports;
import io.cellplane.operations.Records;
import io.cellplane.operations.RevertResize;
import java.util.ArrayList;
import java.util.List;

/**
 * Begin, remove from the destination, activate, restore, unbind, show: only forward. Two guests of one server must never
 * run, so the source waits until the destination is rid of its own, or is fenced.
 */
public final class RevertResizeWorkflow implements RevertResize {

    @Override
    public Ended run(OperationRequest request) {
        Steps steps = new Steps(request);
        Phases phases = new Phases();
        phases.now("beginning");
        Ending ending = steps.control(Moves.class, "begin").begin(request.operation(), request.server());
        if (!ending.begun()) {
            phases.now("somebody else ends this move");
            return Ended.NOTHING;
        }
        Moving moving = ending.moving();
        Placed from = moving.from();
        Placed to = moving.to();
        List<Owed> owed = new ArrayList<>();

        phases.now("removing it from " + to.host());
        HostStep arrived = steps.cleaning(
                to.cell(), to.host(), to.generation(), new Step(ending.move(), "receive", ending.attempt()));
        steps.until(() -> {
            if (steps.hosts(to.cell(), Hosts.class, "remove it from " + to.host())
                    .unreceive(arrived)) {
                return true;
            }
            if (!steps.control(Lane.class, "is " + to.host() + " fenced?").isFenced(to.host())) {
                return false;
            }
            phases.now(to.host() + " is fenced: its guest becomes a debt");
            owed.add(new Owed(to.cell(), to.host(), to.generation()));
            return true;
        });

        phases.now("bringing it back on " + from.host());
        steps.control(Ports.class, "activate on " + from.host())
                .activate(steps.step("activate", 1), request.server(), from.host());
        StepResult<Hosts.Powered> restored = restore(steps, ending);
        steps.control(Ports.class, "drop the other bindings").dropBindings(request.server(), from.host());

        phases.now("showing it as it was");
        Hosts.Powered guest = restored.outcome();
        StepResult<Records.Landed> shown = steps.cell(from.cell(), MoveRecords.class, "show it reverted")
                .reverted(
                        steps.step("reverted", 1),
                        ending.move(),
                        moving,
                        request.server(),
                        guest == null ? null : guest.powerState(),
                        guest == null ? Reasons.of(restored) : null,
                        owed);
        phases.now(shown.isDone() ? "reverted" : "taken over by a repair");
        return !shown.isDone() ? Ended.NOTHING : guest == null ? Ended.FAILED : Ended.DONE;
    }

    /** Only the source can refuse it; one that is silent is waited for, since nobody else has the guest. */
    private static StepResult<Hosts.Powered> restore(Steps steps, Ending ending) {
        Placed from = ending.moving().from();
        for (int attempt = 1; ; attempt++) {
            HostStep step = steps.on(from.cell(), from.host(), from.generation(), steps.step("restore", attempt));
            StepResult<Hosts.Powered> restored = steps.hosts(from.cell(), Hosts.class, "restore on " + from.host())
                    .restore(step, ending.move(), ending.moving().wasRunning());
            if (!Reasons.isHostAbsent(restored)) {
                return restored;
            }
        }
    }

    /** What comes over it waits until the server has one place again. */
    @Override
    public void nudge() {}
}
