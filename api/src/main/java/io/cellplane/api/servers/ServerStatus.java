package io.cellplane.api.servers;

import io.cellplane.contracts.server.TaskState;
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
final class ServerStatus {
    static final String UNKNOWN = "UNKNOWN";
    private static final Set<String> REBUILDING =
            Set.of("rebuilding", "rebuild_block_device_mapping", "rebuild_spawning");
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
                "active",
                "ACTIVE",
                Map.of(
                        "REBOOT", Set.of("rebooting", "reboot_pending", "reboot_started"),
                        "HARD_REBOOT", Set.of("rebooting_hard", "reboot_pending_hard", "reboot_started_hard"),
                        "PASSWORD", Set.of("updating_password"),
                        "REBUILD", REBUILDING,
                        "MIGRATING", Set.of("migrating"),
                        "RESIZE", RESIZING));
        put("building", "BUILD", Map.of());
        put("stopped", "SHUTOFF", Map.of("RESIZE", RESIZING, "REBUILD", REBUILDING));
        put("resized", "VERIFY_RESIZE", Map.of("REVERT_RESIZE", Set.of("resize_reverting")));
        put("paused", "PAUSED", Map.of("MIGRATING", Set.of("migrating")));
        put("suspended", "SUSPENDED", Map.of());
        put("rescued", "RESCUE", Map.of());
        put("error", "ERROR", Map.of("REBUILD", REBUILDING));
        put("deleted", "DELETED", Map.of());
        put("soft-delete", "SOFT_DELETED", Map.of());
        put("shelved", "SHELVED", Map.of());
        put("shelved_offloaded", "SHELVED_OFFLOADED", Map.of());
    }

    private ServerStatus() {}

    private static void put(String vmState, String standard, Map<String, Set<String>> byTask) {
        TABLE.put(vmState, new Names(standard, byTask));
    }

    static String of(String vmState, @Nullable String taskState) {
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
    static List<State> states(String status) {
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
