package io.cellplane.trials.kill;

import io.cellplane.contracts.fault.StepFiles;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.operation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The steps of each operation at which it can be halted: its admission, its activities, what its hosts do. A confirm and a
 * revert take other steps after a move within a cell than across; those that they share are in one list only.
 */
public enum StepList {
    BOOT(Kind.BOOT, "boot", Stand.NONE, Stand.ACTIVE, null),
    DELETE(Kind.DELETE, "delete", Stand.ACTIVE, Stand.NONE, null),
    STOP(Kind.STOP, "stop", Stand.ACTIVE, Stand.SHUTOFF, null),
    START(Kind.START, "start", Stand.SHUTOFF, Stand.ACTIVE, null),
    CONFIRM(Kind.CONFIRM, "confirm", Stand.MOVED, Stand.ACTIVE, null),
    CONFIRM_ACROSS(Kind.CONFIRM, "confirm-across", Stand.MOVED_ACROSS, Stand.ACTIVE, CONFIRM),
    REVERT_ACROSS(Kind.REVERT, "revert-across", Stand.MOVED_ACROSS, Stand.ACTIVE, null),
    REVERT(Kind.REVERT, "revert", Stand.MOVED, Stand.ACTIVE, REVERT_ACROSS),
    RESIZE(Kind.RESIZE, "resize", Stand.ACTIVE, Stand.MOVED, null),
    CROSS_CELL(Kind.MIGRATE, "resize-across", Stand.ACTIVE, Stand.MOVED_ACROSS, null);

    private final Kind kind;
    private final Stand before;
    private final Stand after;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.copyOf
    private final List<String> steps;

    /**
     * @param file of its activities
     * @param besides has the steps that both have
     */
    StepList(Kind kind, String file, Stand before, Stand after, @Nullable StepList besides) {
        this.kind = kind;
        this.before = before;
        this.after = after;
        List<String> all = new ArrayList<>(List.of(kind.token() + ".admit"));
        for (String activity : StepFiles.read(file)) {
            all.add(kind.token() + "." + activity);
            if (activity.startsWith("Hosts.")) {
                all.add("host." + word(activity.substring("Hosts.".length()), kind.power()));
            }
        }
        if (besides != null) {
            all.removeAll(besides.steps);
        }
        this.steps = List.copyOf(all);
    }

    /** What the host calls what an activity has it do. */
    private static String word(String method, @Nullable Power power) {
        if (power != null) {
            return power.token();
        }
        return switch (method) {
            case "SpawnFrom" -> "spawn";
            case "Unspawn" -> "undo-spawn";
            case "Unreceive" -> "undo-receive";
            default -> method.toLowerCase(Locale.ROOT);
        };
    }

    /** The operation, as an operator writes it. */
    public String token() {
        return this == CROSS_CELL ? "cross-cell" : kind.token();
    }

    /** How a server must stand for it. */
    Stand before() {
        return before;
    }

    /** How a server stands after it. */
    Stand after() {
        return after;
    }

    /** In their order. */
    public List<String> steps() {
        return steps;
    }

    /**
     * Whether a server may stand so afterwards. A boot or a move whose workflow was terminated is repaired: to ERROR or to
     * what it was, unless it has arrived. What had not begun may be taken back while Temporal is without its data.
     */
    boolean allows(Victim victim, String status) {
        return switch (victim) {
            case WORKFLOWS ->
                after.status().equals(status)
                        || (this == BOOT && status.equals("ERROR"))
                        || ((this == RESIZE || this == CROSS_CELL)
                                && before.status().equals(status));
            case TEMPORAL_EMPTIED, TEMPORAL_RESTORED ->
                after.status().equals(status)
                        || (this != BOOT && this != DELETE && before.status().equals(status));
            default -> after.status().equals(status);
        };
    }
}
