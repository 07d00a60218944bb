package io.cellplane.workflows.move;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Hosts.HostStep;
import io.cellplane.temporal.step.Lane;
import io.cellplane.temporal.step.Moves.WayBack;
import io.cellplane.temporal.step.Moving;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Ports;
import io.cellplane.workflows.step.EventLog;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Reasons;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;
import io.cellplane.workflows.step.Successor.Wait;
import io.cellplane.workflows.step.Undo;
import io.temporal.workflow.Functions;
import java.util.ArrayList;
import java.util.List;

/**
 * The half of a revert that can be undone: the source is asked whether it keeps the guest, the destination sets its own
 * aside, the source restores. One of two guests always is there, and never do both run.
 */
final class Return {
    private final OperationRequest request;
    private final Steps steps;
    private final Successor successor;
    private final Phases phases;
    private final EventLog events;
    private final WayBack way;
    private final Moving moving;
    private final Placed from;
    private final Placed to;

    Return(OperationRequest request, Steps steps, Successor successor, Phases phases, EventLog events, WayBack way) {
        this.request = request;
        this.steps = steps;
        this.successor = successor;
        this.phases = phases;
        this.events = events;
        this.way = way;
        this.moving = way.moving();
        this.from = moving.from();
        this.to = moving.to();
    }

    /** @return why it cannot be; done when the source has the guest */
    StepResult<Hosts.Powered> go(Undo undo) {
        boolean across = moving.isAcrossCells();
        events.next(across ? ActionEvent.REVERT_AT_DEST : ActionEvent.REVERT, 1, to.host());
        if (way.owed()) {
            return StepResult.refused(
                    Failure.GUEST_NOT_FOUND,
                    Failure.GUEST_NOT_FOUND.text().formatted(request.server()) + "\nHost '" + to.host() + "'");
        }
        if (way.again()) {
            undo.with("bring it back on " + to.host(), this::bringBack);
            undo.with("activate the ports on " + to.host(), this::deactivate);
            if (!way.untold()) {
                undo.with("keep it on " + from.host() + " again", this::keepAgain);
            }
        }
        phases.now("asking " + from.host() + " whether it keeps it");
        Answer<Hosts.Keeps> keeps = ask(from, source -> source.keeps(on(from, StepName.RESTORE), way.move()));
        if (keeps.how != Wait.OVER || !keeps.last.isDone()) {
            return keeps.failed();
        }
        StepResult<Hosts.Left> aside = setAside(undo);
        if (!aside.isDone()) {
            return aside.failed();
        }
        events.next(across ? ActionEvent.RETURN_ACROSS : ActionEvent.RETURN, 1, from.host());
        phases.now("bringing it back on " + from.host());
        undoing(undo, "activate the ports on " + to.host(), this::deactivate);
        StepResult<Ports.Activated> active = steps.control(Ports.class, "activate on " + from.host())
                .activate(steps.step(StepName.ACTIVATE, 1), request.server(), from.host());
        return active.isDone() ? restore(undo) : active.failed();
    }

    /** A destination that is fenced, or has nothing, is off; who is silent only is waited for. */
    private StepResult<Hosts.Left> setAside(Undo undo) {
        phases.now("setting it aside on " + to.host());
        undoing(undo, "bring it back on " + to.host(), this::bringBack);
        Answer<Hosts.Left> aside = ask(to, destination -> destination.setAside(on(to, StepName.LEAVE)));
        boolean isOff =
                aside.how == Wait.FENCED || Failure.GUEST_NOT_FOUND.type().equals(aside.last.failure());
        if (aside.how == Wait.FENCED) {
            phases.now(to.host() + " is fenced: its guest will be a debt");
            events.fail(to.host() + " is fenced: its guest is owed");
        }
        return isOff
                ? StepResult.done(new Hosts.Left(false, 0, 0))
                : aside.how == Wait.OVER ? aside.last : aside.failed();
    }

    /** Once it was told, only its own answer, or a fence, says what runs there. */
    private StepResult<Hosts.Powered> restore(Undo undo) {
        if (!way.again() || way.untold()) {
            undo.with("keep it on " + from.host() + " again", this::keepAgain);
        }
        List<StepResult<Hosts.Powered>> answers = new ArrayList<>();
        boolean _ = successor.untilFenced(from.host(), () -> {
            answers.add(steps.hosts(from.cell(), Hosts.class, "restore on " + from.host())
                    .restore(on(from, StepName.RESTORE), way.move(), moving.wasRunning()));
            return !Reasons.isHostAbsent(answers.getLast());
        });
        return answers.getLast();
    }

    /** Of a run that begins again everything was registered before: nobody knows how far the first one came. */
    private void undoing(Undo undo, String what, Functions.Proc act) {
        if (!way.again()) {
            undo.with(what, act);
        }
    }

    private void keepAgain() {
        boolean kept = successor.untilFenced(
                from.host(),
                () -> steps.hosts(from.cell(), Hosts.class, "keep it on " + from.host() + " again")
                        .unrestore(on(from, StepName.RESTORE)));
        if (!kept) {
            owe(Owed.keepAgain(from.cell(), from.host(), to.generation(), request.operation(), 1));
        }
    }

    /** The source's bindings were there before: they are turned by a step of its own once the first cannot come any more. */
    private void deactivate() {
        Ports ports = steps.control(Ports.class, "activate on " + to.host());
        ports.deactivate(steps.step(StepName.ACTIVATE, 1), request.server(), from.host(), to.host());
        StepResult<Ports.Activated> _ = ports.activate(steps.step(StepName.ACTIVATE, 2), request.server(), to.host());
    }

    private void bringBack() {
        Wait wait = successor.until(
                to.host(),
                () -> steps.hosts(to.cell(), Hosts.class, "bring it back on " + to.host())
                        .unsetAside(on(to, StepName.LEAVE)));
        if (wait != Wait.OVER) {
            phases.now("nobody waits for " + to.host() + " any more: that it comes back becomes a debt");
            owe(Owed.comeBack(to.cell(), to.host(), to.generation(), request.operation(), 1));
        }
    }

    private void owe(Owed owed) {
        steps.control(Lane.class, "leave a debt").owe(request.operation(), owed);
    }

    /** Until the records are cut back, the generation of the destination is the server's, wherever it is told. */
    private HostStep on(Placed at, StepName name) {
        return steps.on(at.cell(), at.host(), to.generation(), to.placing(), steps.step(name, 1));
    }

    /** What a host said last, and why nobody asks it any more. */
    private record Answer<T>(Wait how, StepResult<T> last) {
        <R> StepResult<R> failed() {
            return how == Wait.SUCCEEDED ? StepResult.refused(Failure.YIELDED, Failure.YIELDED.text()) : last.failed();
        }
    }

    private <T> Answer<T> ask(Placed at, Functions.Func1<Hosts, StepResult<T>> question) {
        // Where its cell does not answer either, a successor comes before the first.
        List<StepResult<T>> answers =
                new ArrayList<>(List.of(StepResult.refused(Failure.YIELDED, Failure.YIELDED.text())));
        Wait wait = successor.until(at.host(), () -> {
            answers.add(question.apply(steps.hosts(at.cell(), Hosts.class, "ask " + at.host())));
            return !Reasons.isHostAbsent(answers.getLast());
        });
        return new Answer<>(wait, answers.getLast());
    }
}
