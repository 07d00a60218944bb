package io.cellplane.db.lists;

import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.TooSlow;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one list reads of cells, and of one project no more at once than its share. All of them have until one deadline to
 * answer, and those that have answered until a second one for what else they are asked, so that they do not pay for the
 * silence of others.
 */
final class CellReads {
    /** Up to 64 KiB of each server, and nothing that a list is ordered by, filtered by or made of. */
    private static final Set<String> UNREAD = Set.of("user_data", "key_data");

    private static final String COLUMNS = Arrays.stream(ServerRow.class.getRecordComponents())
            .map(component ->
                    component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT))
            .map(column -> UNREAD.contains(column) ? "null as " + column : column)
            .collect(Collectors.joining(", "));

    /** Long enough to see that a cell is back, for those who ask one that is known to be away. */
    private static final Duration GLANCE = Duration.ofMillis(50);

    private final CellDatabases cells;
    private final Executor reading;
    private final String project;
    private final Deadline first;
    private final Deadline last;

    /**
     * @param project null: of all, who have one share together
     * @param first until when a cell must have answered
     * @param last until when all must be read
     */
    CellReads(CellDatabases cells, Executor reading, @Nullable String project, Deadline first, Deadline last) {
        this.cells = cells;
        this.reading = reading;
        this.project = project == null ? "" : project;
        this.first = first;
        this.last = last;
    }

    /** Of what begins now: the first questions are all asked at once. */
    Deadline deadline() {
        return first.left().isZero() ? last : first;
    }

    /** Records of servers, to be narrowed and ordered. */
    static Statement servers() {
        return new Statement("select " + COLUMNS + " from instances");
    }

    /** Reads on this thread. */
    List<Listed> rows(String cell, Statement statement) {
        Function<CellDatabase, List<ServerRow>> select = database ->
                Selection.select(database.database(), statement, deadline().statement(), ServerRow.class);
        return cells.read(cell, project, deadline().statement(), select).stream()
                .map(row -> new Listed(cell, row, null, false))
                .toList();
    }

    <T> FutureTask<T> begin(String cell, Function<CellDatabase, T> work) {
        FutureTask<T> task =
                new FutureTask<>(() -> cells.read(cell, project, deadline().statement(), work));
        reading.execute(task);
        return task;
    }

    /**
     * Reads in the background, and waits for it no longer than the list may take.
     *
     * @throws CellAway if the cell does not answer until then
     * @throws TooSlow if its database has ended the statement
     */
    List<Listed> awaited(String cell, Statement statement) {
        FutureTask<List<Listed>> task = new FutureTask<>(() -> rows(cell, statement));
        reading.execute(task);
        return Answers.of(cell, task, deadline().left());
    }

    /**
     * How long a cell is still waited for; an empty name is no cell.
     *
     * @param hasAnswered whether it has answered something of this list
     */
    Duration waitFor(String cell, boolean hasAnswered) {
        Duration left = (hasAnswered ? last : first).left();
        return !cell.isEmpty() && cells.isAway(cell) && left.compareTo(GLANCE) > 0 ? GLANCE : left;
    }
}
