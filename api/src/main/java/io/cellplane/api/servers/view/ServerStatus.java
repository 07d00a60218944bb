package io.cellplane.api.servers.view;

import io.cellplane.contracts.server.TaskState;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.lists.Condition.InState.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one word that clients read, from the lasting state and what is being done. */
public final class ServerStatus {
    static final String UNKNOWN = "UNKNOWN";
    private static final Set<String> REBUILDING =
            Set.of(TaskState.REBUILDING, TaskState.REBUILD_BLOCK_DEVICE_MAPPING, TaskState.REBUILD_SPAWNING);
    /** In the order in which a resize or migration comes through them. */
    private static final List<String> PHASES = List.of(
            TaskState.RESIZE_PREP, TaskState.RESIZE_MIGRATING, TaskState.RESIZE_MIGRATED, TaskState.RESIZE_FINISH);

    private static final Set<String> RESIZING = Set.copyOf(PHASES);
    private static final Set<String> WITH_PROGRESS =
            Set.of("ACTIVE", "BUILD", "REBUILD", "RESIZE", "VERIFY_RESIZE", "MIGRATING");

    /** What a lasting state is called, and what it is called while one of some tasks is at work. */
    private record Names(String standard, Map<String, Set<String>> byTask) {}

    private static final Map<String, Names> TABLE = new LinkedHashMap<>();

    static {
        put(
                VmState.ACTIVE,
                "ACTIVE",
                Map.of(
                        "REBOOT", Set.of(TaskState.REBOOTING, TaskState.REBOOT_PENDING, TaskState.REBOOT_STARTED),
                        "HARD_REBOOT",
                                Set.of(
                                        TaskState.REBOOTING_HARD,
                                        TaskState.REBOOT_PENDING_HARD,
                                        TaskState.REBOOT_STARTED_HARD),
                        "PASSWORD", Set.of(TaskState.UPDATING_PASSWORD),
                        "REBUILD", REBUILDING,
                        "MIGRATING", Set.of(TaskState.MIGRATING),
                        "RESIZE", RESIZING));
        put(VmState.BUILDING, "BUILD", Map.of());
        put(VmState.STOPPED, "SHUTOFF", Map.of("RESIZE", RESIZING, "REBUILD", REBUILDING));
        put(VmState.RESIZED, "VERIFY_RESIZE", Map.of("REVERT_RESIZE", Set.of(TaskState.RESIZE_REVERTING)));
        put(VmState.PAUSED, "PAUSED", Map.of("MIGRATING", Set.of(TaskState.MIGRATING)));
        put(VmState.SUSPENDED, "SUSPENDED", Map.of());
        put(VmState.RESCUED, "RESCUE", Map.of());
        put(VmState.ERROR, "ERROR", Map.of("REBUILD", REBUILDING));
        put(VmState.DELETED, "DELETED", Map.of());
        put(VmState.SOFT_DELETED, "SOFT_DELETED", Map.of());
        put(VmState.SHELVED, "SHELVED", Map.of());
        put(VmState.SHELVED_OFFLOADED, "SHELVED_OFFLOADED", Map.of());
    }

    private ServerStatus() {}

    private static void put(String vmState, String standard, Map<String, Set<String>> byTask) {
        TABLE.put(vmState, new Names(standard, byTask));
    }

    public static String of(String vmState, @Nullable String taskState) {
        Names names = TABLE.get(vmState);
        if (names == null) {
            return UNKNOWN;
        }
        return names.byTask().entrySet().stream()
                .filter(entry -> taskState != null && entry.getValue().contains(taskState))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(names.standard());
    }

    static boolean hasProgress(String status) {
        return WITH_PROGRESS.contains(status);
    }

    /** While a server moves, in percent, how many of the phases are behind it; else what its record says. */
    static int progress(@Nullable String taskState, int recorded) {
        int phase = PHASES.indexOf(String.valueOf(taskState));
        return phase < 0 ? recorded : 100 * phase / PHASES.size();
    }

    /** The states that are called so; none when no state ever is. */
    public static List<State> states(String status) {
        String wanted = status.toUpperCase(Locale.ROOT);
        List<State> states = new ArrayList<>();
        TABLE.forEach((vmState, names) -> {
            if (names.standard().equals(wanted)) {
                Set<String> others = new HashSet<>();
                names.byTask().values().forEach(others::addAll);
                states.add(new State(vmState, null, others));
            }
            Set<String> tasks = names.byTask().get(wanted);
            if (tasks != null) {
                states.add(new State(vmState, tasks, Set.of()));
            }
        });
        return states;
    }
}
