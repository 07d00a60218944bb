package io.cellplane.contracts.operation;

import static io.cellplane.contracts.operation.Facts.changes;
import static io.cellplane.contracts.operation.Facts.does;
import static io.cellplane.contracts.operation.Facts.end;
import static io.cellplane.contracts.operation.Facts.move;
import static io.cellplane.contracts.server.VmState.ACTIVE;
import static io.cellplane.contracts.server.VmState.ERROR;
import static io.cellplane.contracts.server.VmState.PAUSED;
import static io.cellplane.contracts.server.VmState.RESCUED;
import static io.cellplane.contracts.server.VmState.RESIZED;
import static io.cellplane.contracts.server.VmState.STOPPED;
import static io.cellplane.contracts.server.VmState.SUSPENDED;

import io.cellplane.contracts.Deadlines;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.server.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be done to a server ({@code operations.kind}). Who admits, starts, tells, shows, repairs or tests an operation
 * reads here what is true of it before anything is done.
 */
public enum Kind {
    BOOT(does("create", Flow.BOOT_SERVER, ActionEvent.BUILD, Deadlines::boot)
            .shows(TaskState.SCHEDULING)
            .kept()
            .repaired(Repair.FENCE)),
    DELETE(does("delete", Flow.DELETE_SERVER, ActionEvent.TERMINATE, Deadlines::delete)
            .shows(TaskState.DELETING)
            .comes(Precedence.OVER_ALL)
            .alone()
            .kept()
            .repaired(Repair.ANOTHER_ROUND)),
    START(changes("start", Power.START).from(STOPPED).shows(TaskState.POWERING_ON)),
    STOP(changes("stop", Power.STOP).from(ACTIVE, ERROR).shows(TaskState.POWERING_OFF)),
    REBOOT(changes("reboot", Power.REBOOT).from(ACTIVE).shows(TaskState.REBOOTING)),
    /** The guest is not asked; it comes over what does not end. */
    HARD_REBOOT(changes("reboot", Power.HARD_REBOOT)
            .from(ACTIVE, STOPPED, PAUSED, SUSPENDED, ERROR)
            .during(TaskState.RESTARTING)
            .shows(TaskState.REBOOTING_HARD)
            .comes(Precedence.OVER_RESTARTS)),
    PAUSE(changes("pause", Power.PAUSE).from(ACTIVE).shows(TaskState.PAUSING)),
    UNPAUSE(changes("unpause", Power.UNPAUSE).from(PAUSED).shows(TaskState.UNPAUSING)),
    SUSPEND(changes("suspend", Power.SUSPEND).from(ACTIVE).shows(TaskState.SUSPENDING)),
    RESUME(changes("resume", Power.RESUME).from(SUSPENDED).shows(TaskState.RESUMING)),
    CRASH_DUMP(changes("trigger_crash_dump", Power.CRASH_DUMP)
            .event("compute_trigger_crash_dump")
            .from(ACTIVE, PAUSED, RESCUED, RESIZED, ERROR)),
    /** It ends at VERIFY_RESIZE, and its row holds the way back. */
    RESIZE(move("resize").from(ACTIVE, STOPPED).shows(TaskState.RESIZE_PREP)),
    /** A cold migration: a resize to the flavor that the server has. */
    MIGRATE(move("migrate").from(ACTIVE, STOPPED).shows(TaskState.RESIZE_PREP)),
    /** Gives up the way back of a move. */
    CONFIRM(end("confirmResize", Flow.CONFIRM_RESIZE, ActionEvent.CONFIRM, ActionEvent.CONFIRM_ACROSS)
            .from(RESIZED)
            .tells(TaskState.RESIZE_CONFIRMING)
            .closesWayBack()),
    /** Takes the way back of a move. */
    REVERT(end("revertResize", Flow.REVERT_RESIZE, ActionEvent.REVERT, ActionEvent.REVERT_ACROSS)
            .from(RESIZED)
            .shows(TaskState.RESIZE_REVERTING)),
    /** Shows the server in the state that an administrator says it is in. */
    RESET(does("resetState", Flow.RESET_SERVER, "reset_state", Deadlines::move)
            .tells(TaskState.RESIZE_CONFIRMING)
            .comes(Precedence.OVER_ALL)
            .alone()
            .kept()
            .closesWayBack()),
    ATTACH_INTERFACE(does("attach_interface", Flow.ATTACH_INTERFACE, "compute_attach_interface", Deadlines::power)
            .from(ACTIVE, PAUSED, STOPPED)
            .beside()),
    DETACH_INTERFACE(does("detach_interface", Flow.DETACH_INTERFACE, "compute_detach_interface", Deadlines::power)
            .from(ACTIVE, PAUSED, STOPPED)
            .beside());

    /** Which part of a server's lane it takes. */
    public enum Lane {
        /** Alone. */
        LIFE,
        /** Beside others that only change what is attached. */
        DEVICE
    }

    @SuppressWarnings("ImmutableEnumChecker") // written above, and never after
    private final Facts facts;

    Kind(Facts facts) {
        this.facts = facts;
    }

    /** The name of the server's action, as its trail and refusals show it. */
    public String action() {
        return facts.action;
    }

    /** The type of its workflow. */
    public Flow flow() {
        return facts.flow;
    }

    /** What operators call the event of an operation that has but one, or that spans all of it. */
    public String event() {
        return facts.event;
    }

    /**
     * The events that begin with the promise: they span the operation, or wait for a host.
     *
     * @param acrossCells whether the move that it ends went into another cell
     */
    public List<String> begins(boolean acrossCells) {
        return acrossCells ? facts.beginsAcross : facts.begins;
    }

    /** The lasting states that it may come in; none when it asks for none. */
    public Set<String> vmStates() {
        return facts.vmStates;
    }

    /** The tasks that it may be let in over, besides none. */
    public Set<String> tasks() {
        return facts.tasks;
    }

    /** What the record shows while it is at work; null shows nothing. */
    public @Nullable String task() {
        return facts.task;
    }

    /** What others are told is being done, also while the record does not show it. */
    public @Nullable String told() {
        return facts.told;
    }

    public Precedence precedence() {
        return facts.precedence;
    }

    /** Whether that one makes way for it. */
    public boolean comesOver(Kind before) {
        return facts.precedence.covers(before);
    }

    /** Whether that one, which has yet to begin, does all that is asked for. */
    public boolean joins(Kind waiting) {
        return this == waiting && comesOver(waiting);
    }

    public Lane lane() {
        return facts.lane;
    }

    /** Whether nothing is attached or detached while it is at work: what has begun ends first, what comes is refused. */
    public boolean isAlone() {
        return facts.isAlone;
    }

    /** What the host is told, when all that it does is to change the guest's power. */
    public @Nullable Power power() {
        return facts.power;
    }

    /** How long it may take: after that it is overdue, which is an alarm and never a failure. */
    public Duration deadline(Patience patience) {
        return facts.deadline.apply(patience.deadlines());
    }

    /** Whether it waits for Temporal once it is promised; any other is taken back, since nobody is served much later. */
    public boolean isKept() {
        return facts.isKept;
    }

    public Repair repair() {
        return facts.repair;
    }

    /** Whether it is one of the two ends that a move may have. */
    public boolean endsMove() {
        return facts.endsMove;
    }

    /** Whether there is no way back of a move from its admission on, though the record does not show that yet. */
    public boolean closesWayBack() {
        return facts.closesWayBack;
    }

    /** As it stands in rows and workflow ids. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Kind of(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
