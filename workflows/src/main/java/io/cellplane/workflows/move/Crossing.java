package io.cellplane.workflows.move;

import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.step.CellMoves;
import io.cellplane.temporal.step.CellMoves.Arrival;
import io.cellplane.temporal.step.CellMoves.Course;
import io.cellplane.temporal.step.CellMoves.Cut;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;

/** The records of a server on their way into another cell: first copied, in the end cut over. */
public final class Crossing {
    private final Steps steps;
    private final Successor successor;
    private final Phases phases;
    private final Course course;
    private final int attempt;
    private int cuts;

    public Crossing(Steps steps, Successor successor, Phases phases, Course course, int attempt) {
        this.steps = steps;
        this.successor = successor;
        this.phases = phases;
        this.course = course;
        this.attempt = attempt;
    }

    /** It may be stopped, since its undo does not wait for the cell either. */
    public StepResult<Arrival> copy() {
        phases.now("copying its records into " + course.to());
        return successor.orStop(() -> steps.control(course.to(), CellMoves.class, "copy into " + course.to())
                .copy(course, attempt));
    }

    /** @return false when the cell does not answer in time: the copy there is a debt */
    boolean uncopy() {
        try {
            successor.last(() -> steps.controlOrDebt(course.to(), CellMoves.class, "erase the copy in " + course.to())
                    .uncopy(course, attempt));
            return true;
        } catch (ActivityFailure away) {
            return false;
        }
    }

    /** @return false when it could not be in all the tries that an attempt has; nothing has changed then */
    public boolean cutOver() {
        phases.now("cutting over to " + course.to());
        while (cuts < Course.CUTS) {
            if (successor.before(() -> cut(++cuts)) != Cut.LATER) {
                return true;
            }
            phases.now("cutting over again");
        }
        return false;
    }

    /** Past the flip: opens what is not open yet. */
    void goOn() {
        while (successor.last(() -> cut(++cuts)) == Cut.LATER) {
            phases.now("cutting over again");
        }
    }

    /** Only called where no cutover has succeeded. */
    void stay() {
        bar(Math.max(1, cuts));
    }

    /** The same where nobody knows how many cutovers were begun. */
    void stayOfAll() {
        bar(Course.CUTS);
    }

    private void bar(int numbers) {
        boolean stays = successor.last(() -> steps.control(course.from(), CellMoves.class, "stay in " + course.from())
                .stay(course, Course.cut(attempt, numbers)));
        if (!stays) {
            throw ApplicationFailure.newNonRetryableFailure("it was cut over beside its own undo", "undo.incomplete");
        }
    }

    private Cut cut(int number) {
        return steps.control(course.to(), CellMoves.class, "cut over to " + course.to())
                .cutOver(course, Course.cut(attempt, number));
    }
}
