package io.cellplane.proofs;

import io.cellplane.contracts.operation.Flow;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks, after every step, at what a server's users and operators see of it. */
final class Seen extends Script {
    private final World world;
    private final UUID server;
    private final Script script;
    private final @Nullable String kind;
    private final List<String> tasks = new ArrayList<>();
    private final List<String> statuses = new ArrayList<>();

    Seen(World world, UUID server, Script script) {
        this(world, server, script, null);
    }

    /** @param kind of the only operations after whose steps it looks: what came before may still be cleaning; null for all */
    Seen(World world, UUID server, Script script, @Nullable String kind) {
        this.world = world;
        this.server = server;
        this.script = script;
        this.kind = kind;
    }

    @Override
    ActivityOutput act(Step step, Supplier<ActivityOutput> real) throws Exception {
        if (kind != null && !kind.equals(step.kind())) {
            return script.act(step, real);
        }
        look();
        ActivityOutput output = script.act(step, real);
        look();
        return output;
    }

    private synchronized void look() {
        ServerRow row = cell().servers().find(server).orElseThrow();
        note(tasks, row.vmState() + " " + row.taskState());
        world.api.migrations().of(server).stream().findFirst().ifPresent(move -> note(statuses, move.status()));
    }

    private static void note(List<String> seen, String now) {
        if (seen.isEmpty() || !seen.getLast().equals(now)) {
            seen.add(now);
        }
    }

    /** In the copy that counts: the cell that the mapping names. */
    private CellDatabase cell() {
        MappingRow mapping = world.api.mappings().find(server).orElseThrow();
        return world.cells.of(String.valueOf(mapping.cell()));
    }

    /** What it showed and was shown as, each once in a row. */
    synchronized List<String> tasks() {
        return List.copyOf(tasks);
    }

    /** Of its newest migration. */
    synchronized List<String> statuses() {
        return List.copyOf(statuses);
    }

    /** Of the action of that name: event, attempt, host and result, as they began. */
    List<String> events(String action) {
        CellDatabase cell = cell();
        return cell.actions().of(server).stream()
                .filter(row -> row.action().equals(action))
                .flatMap(row -> cell.events().of(row.id() == null ? 0 : row.id()).stream())
                .map(row -> row.event() + " " + row.attempt() + " " + row.host() + " " + row.result()
                        + (row.details() == null ? "" : ": " + row.details()))
                .toList();
    }

    /** Of its move. */
    List<String> moveEvents() {
        Kind move = world.api.operations().of(server).stream()
                .map(OperationRow::what)
                .filter(kind -> kind.flow() == Flow.RESIZE_SERVER)
                .findFirst()
                .orElseThrow();
        return events(move.action());
    }

    MigrationRow migration() {
        return world.api.migrations().of(server).getFirst();
    }
}
