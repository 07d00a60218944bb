package io.cellplane.trials.kill;

import static io.cellplane.trials.kill.Stand.ACTIVE;
import static io.cellplane.trials.kill.Stand.MOVED;
import static io.cellplane.trials.kill.Stand.MOVED_ACROSS;
import static io.cellplane.trials.kill.Stand.NONE;
import static io.cellplane.trials.kill.Stand.PAUSED;
import static io.cellplane.trials.kill.Stand.SHUTOFF;
import static io.cellplane.trials.kill.Stand.SUSPENDED;

import io.cellplane.contracts.fault.StepFiles;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.Repair;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The steps of each operation at which it can be halted: its admission, its activities, what its hosts do. A move and its
 * ends take other steps within a cell than across; those that they share are in the list only that comes first.
 */
public enum StepList {
    BOOT(Kind.BOOT, NONE, ACTIVE, ""),
    DELETE(Kind.DELETE, ACTIVE, NONE, ""),
    STOP(Kind.STOP, ACTIVE, SHUTOFF, "os-stop"),
    START(Kind.START, SHUTOFF, ACTIVE, "os-start"),
    REBOOT(Kind.REBOOT, ACTIVE, ACTIVE, "reboot", "type", "SOFT"),
    HARD_REBOOT(Kind.HARD_REBOOT, ACTIVE, ACTIVE, "reboot", "type", "HARD"),
    PAUSE(Kind.PAUSE, ACTIVE, PAUSED, "pause"),
    UNPAUSE(Kind.UNPAUSE, PAUSED, ACTIVE, "unpause"),
    SUSPEND(Kind.SUSPEND, ACTIVE, SUSPENDED, "suspend"),
    RESUME(Kind.RESUME, SUSPENDED, ACTIVE, "resume"),
    CRASH_DUMP(Kind.CRASH_DUMP, ACTIVE, ACTIVE, "trigger_crash_dump"),
    ATTACH_INTERFACE(Kind.ATTACH_INTERFACE, ACTIVE, ACTIVE, "interfaceAttachment"),
    DETACH_INTERFACE(Kind.DETACH_INTERFACE, ACTIVE, ACTIVE, ""),
    CONFIRM(Kind.CONFIRM, MOVED, ACTIVE, "confirmResize"),
    CONFIRM_ACROSS(Kind.CONFIRM, MOVED_ACROSS, ACTIVE, "confirmResize"),
    REVERT_ACROSS(Kind.REVERT, MOVED_ACROSS, ACTIVE, "revertResize"),
    REVERT(Kind.REVERT, MOVED, ACTIVE, "revertResize"),
    /** Without a move to repair it would be no operation. */
    RESET(Kind.RESET, MOVED, ACTIVE, "os-resetState", "state", "active"),
    RESIZE(Kind.RESIZE, ACTIVE, MOVED, "resize", "flavorRef", StepList.OTHER_FLAVOR),
    MIGRATE_ACROSS(Kind.MIGRATE, ACTIVE, MOVED_ACROSS, "migrate", "host", StepList.OTHER_CELL),
    MIGRATE(Kind.MIGRATE, ACTIVE, MOVED, "migrate");

    /** In a body: the flavor that the server does not have. */
    static final String OTHER_FLAVOR = "$flavor";
    /** In a body: a host of a cell that the server is not in. */
    static final String OTHER_CELL = "$host";

    private final Kind kind;
    private final Stand before;
    private final Stand after;
    private final String key;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> argument;

    /**
     * @param key of the body that asks for it, empty for what has none
     * @param argument of the action: name and value, or none
     */
    StepList(Kind kind, Stand before, Stand after, String key, String... argument) {
        this.kind = kind;
        this.before = before;
        this.after = after;
        this.key = key;
        this.argument = List.of(argument);
    }

    /** The operation, as an operator writes it. */
    public String token() {
        return kind.token();
    }

    Kind kind() {
        return kind;
    }

    /** How a server must stand for it. */
    Stand before() {
        return before;
    }

    /** How a server stands after it. */
    Stand after() {
        return after;
    }

    /** The key of the body that asks for it. */
    String key() {
        return key;
    }

    /** What the action takes: name and value, or nothing. */
    List<String> argument() {
        return argument;
    }

    /** In their order. */
    public List<String> steps() {
        List<String> steps = new ArrayList<>(all());
        Stream.of(values())
                .filter(other -> other.kind == kind && other.compareTo(this) < 0)
                .forEach(other -> steps.removeAll(other.all()));
        return List.copyOf(steps);
    }

    private List<String> all() {
        List<String> all = new ArrayList<>(List.of(kind.token() + ".admit"));
        boolean isAcross = before == MOVED_ACROSS || after == MOVED_ACROSS;
        for (String activity : StepFiles.read(kind.token() + (isAcross ? "-across" : ""))) {
            all.add(kind.token() + "." + activity);
            // What a host keeps is asked for, and no command.
            if (activity.startsWith("Hosts.") && !activity.equals("Hosts.Keeps")) {
                all.add("host." + word(activity.substring("Hosts.".length()), kind.power()));
            }
        }
        return all;
    }

    /** What the host calls what an activity has it do. */
    private static String word(String method, @Nullable Power power) {
        if (power != null) {
            return power.token();
        }
        return switch (method) {
            case "SpawnFrom" -> "spawn";
            case "SetAside" -> "leave";
            case "Unspawn" -> "undo-spawn";
            case "Unreceive" -> "undo-receive";
            default -> method.toLowerCase(Locale.ROOT);
        };
    }

    /**
     * Whether a server may stand so afterwards. A boot or a move whose workflow was terminated is repaired: to ERROR or to
     * what it was, unless it has arrived. What had not begun may be taken back while Temporal is without its data. What an
     * ill host does not do fails, but for boots, which go elsewhere, and deletes. A guest that is suspended after all is
     * stopped, since its server is ACTIVE.
     */
    boolean allows(Victim victim, String status) {
        return after.status().equals(status)
                || switch (victim) {
                    case WORKFLOWS ->
                        (kind.repair() == Repair.FENCE && status.equals("ERROR"))
                                || (kind.repair() == Repair.UNDO
                                        && before.status().equals(status));
                    case TEMPORAL_EMPTIED, TEMPORAL_RESTORED ->
                        !kind.isKept() && before.status().equals(status);
                    case WORKS_FOR_EVER, IN_TROUBLE, GARBAGE, LIBVIRTD_HUNG, DISK_FULL ->
                        kind != Kind.BOOT
                                && kind != Kind.DELETE
                                && (before.status().equals(status)
                                        || status.equals("ERROR")
                                        || (kind == Kind.SUSPEND && status.equals(SHUTOFF.status())));
                    default -> false;
                };
    }
}
