package io.cellplane.db.admission;

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

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.server.TaskState;
import io.cellplane.db.cell.ServerRow;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which states allow which action, what it shows meanwhile, and what makes way for it: the one table of it.
 *
 * @param words as refusals and the trail name it
 * @param task shown while it is at work; null shows nothing
 * @param tasks that it may be let in over, besides none
 * @param over the kinds of operation that make way for it
 */
public record ServerAction(
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

    public static final ServerAction START = of(Kind.START, "start", POWERING_ON, STOPPED);
    public static final ServerAction STOP = of(Kind.STOP, "stop", POWERING_OFF, ACTIVE, ERROR);
    public static final ServerAction SOFT_REBOOT = of(Kind.REBOOT, "reboot", REBOOTING, ACTIVE);
    public static final ServerAction HARD_REBOOT = new ServerAction(
            Kind.HARD_REBOOT,
            "reboot",
            REBOOTING_HARD,
            Set.of(ACTIVE, STOPPED, PAUSED, SUSPENDED, ERROR),
            RESTARTING,
            Set.of(Kind.REBOOT, Kind.HARD_REBOOT));
    public static final ServerAction RESIZE = of(Kind.RESIZE, "resize", RESIZE_PREP, ACTIVE, STOPPED);
    public static final ServerAction MIGRATE = of(Kind.RESIZE, "migrate", RESIZE_PREP, ACTIVE, STOPPED);
    public static final ServerAction CONFIRM = of(Kind.CONFIRM, "confirmResize", null, RESIZED);
    public static final ServerAction REVERT = of(Kind.REVERT, "revertResize", RESIZE_REVERTING, RESIZED);

    private static ServerAction of(Kind kind, String words, @Nullable String task, String... vmStates) {
        return new ServerAction(kind, words, task, Set.of(vmStates), Set.of(), Set.of());
    }

    /** Whether it is one of the two ends that a move may have. */
    public boolean endsMove() {
        return kind == Kind.CONFIRM || kind == Kind.REVERT;
    }

    /** What is being done to a server that such an operation has just been let in for. */
    public static String task(Kind kind) {
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

    /**
     * @param task what is being done to the server, as its users see it
     * @param mayWhenLocked whether the caller may act on a server that somebody has locked
     * @throws Refused in the words that users know
     */
    public void check(ServerRow server, @Nullable String task, boolean mayWhenLocked) {
        if (server.locked() && !mayWhenLocked) {
            throw Failure.SERVER_LOCKED.refused(server.uuid());
        }
        if (!vmStates.contains(server.vmState())) {
            throw Failure.SERVER_STATE.refused(words, server.uuid(), "vm_state", server.vmState());
        }
        if (task != null && !tasks.contains(task)) {
            throw Failure.SERVER_STATE.refused(words, server.uuid(), "task_state", task);
        }
    }
}
