package io.cellplane.api.servers;

import static io.cellplane.contracts.server.TaskState.POWERING_OFF;
import static io.cellplane.contracts.server.TaskState.POWERING_ON;
import static io.cellplane.contracts.server.TaskState.REBOOTING;
import static io.cellplane.contracts.server.TaskState.REBOOTING_HARD;
import static io.cellplane.contracts.server.TaskState.REBOOT_PENDING;
import static io.cellplane.contracts.server.TaskState.REBOOT_STARTED;
import static io.cellplane.contracts.server.TaskState.RESIZE_PREP;
import static io.cellplane.contracts.server.TaskState.RESIZE_REVERTING;
import static io.cellplane.contracts.server.VmState.ACTIVE;
import static io.cellplane.contracts.server.VmState.ERROR;
import static io.cellplane.contracts.server.VmState.PAUSED;
import static io.cellplane.contracts.server.VmState.RESIZED;
import static io.cellplane.contracts.server.VmState.STOPPED;
import static io.cellplane.contracts.server.VmState.SUSPENDED;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.server.TaskState;
import io.cellplane.db.admission.Gate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which states allow which action, what it shows meanwhile, and what makes way for it: the one table of it.
 *
 * @param words as refusals name it
 * @param task shown while it is at work; null shows nothing
 * @param tasks that it may be let in over, besides none
 * @param over the kinds of operation that make way for it
 */
record ServerAction(
        Kind kind, String words, @Nullable String task, Set<String> vmStates, Set<String> tasks, Set<Kind> over) {
    private static final Set<String> RESTARTING = Set.of(
            REBOOTING,
            REBOOT_PENDING,
            REBOOT_STARTED,
            REBOOTING_HARD,
            "reboot_pending_hard",
            "reboot_started_hard",
            "resuming",
            "unpausing",
            "pausing",
            "suspending");

    static final ServerAction START = of(Kind.START, "start", POWERING_ON, STOPPED);
    static final ServerAction STOP = of(Kind.STOP, "stop", POWERING_OFF, ACTIVE, ERROR);
    static final ServerAction SOFT_REBOOT = of(Kind.REBOOT, "reboot", REBOOTING, ACTIVE);
    static final ServerAction HARD_REBOOT = new ServerAction(
            Kind.HARD_REBOOT,
            "reboot",
            REBOOTING_HARD,
            Set.of(ACTIVE, STOPPED, PAUSED, SUSPENDED, ERROR),
            RESTARTING,
            Set.of(Kind.REBOOT, Kind.HARD_REBOOT));
    static final ServerAction RESIZE = of(Kind.RESIZE, "resize", RESIZE_PREP, ACTIVE, STOPPED);
    static final ServerAction MIGRATE = of(Kind.RESIZE, "migrate", RESIZE_PREP, ACTIVE, STOPPED);
    static final ServerAction CONFIRM = of(Kind.CONFIRM, "confirmResize", null, RESIZED);
    static final ServerAction REVERT = of(Kind.REVERT, "revertResize", RESIZE_REVERTING, RESIZED);

    private static ServerAction of(Kind kind, String words, @Nullable String task, String... vmStates) {
        return new ServerAction(kind, words, task, Set.of(vmStates), Set.of(), Set.of());
    }

    /** What is being done to a server that such an operation has just been let in for. */
    static String task(Kind kind) {
        return switch (kind) {
            case BOOT -> TaskState.SCHEDULING;
            case DELETE -> TaskState.DELETING;
            case START -> POWERING_ON;
            case STOP -> POWERING_OFF;
            case REBOOT -> REBOOTING;
            case HARD_REBOOT -> REBOOTING_HARD;
            case RESIZE -> RESIZE_PREP;
            case CONFIRM, RESET -> TaskState.RESIZE_CONFIRMING;
            case REVERT -> RESIZE_REVERTING;
        };
    }

    /** @param mayWhenLocked whether the caller may act on a server that somebody has locked */
    Gate gate(boolean mayWhenLocked) {
        return new Gate(words, vmStates, tasks, mayWhenLocked, task);
    }
}
