package io.cellplane.db.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.testing.TestControlLevel;
import java.time.Clock;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** OpenStack Nova forgot the key pairs of moved servers for five years: here a new column must say whether it moves. */
class MovedTablesTest {

    @Test
    void every_column_of_a_cell_moves_or_stays_for_a_reason() {
        TreeMap<String, Set<String>> declared = new TreeMap<>();
        for (MovedTable table : MovedTables.ALL) {
            Set<String> columns = new TreeSet<>(table.carried());
            columns.addAll(table.local().keySet());
            if (!table.hangsFromAction()) {
                columns.add(table.server());
            } else {
                columns.remove("request_id");
            }
            declared.put(table.name(), columns);
        }
        TreeMap<String, Set<String>> schema = new TreeMap<>();
        try (TestControlLevel control = new TestControlLevel("moved", "c1")) {
            DatabaseSettings at = control.addCell("c2");
            try (CellDatabase cell = CellDatabase.open("c2", at, Clock.systemUTC())) {
                Sql sql = new Sql(cell.database());
                cell.database()
                        .read(() -> sql.query("select table_name, column_name from information_schema.columns"
                                + " where table_schema = database()"))
                        .forEach(row -> schema.computeIfAbsent(String.valueOf(row.getFirst()), table -> new TreeSet<>())
                                .add(String.valueOf(row.getLast())));
            }
        }
        assertThat(MovedTables.STAY)
                .allSatisfy((table, reason) -> assertThat(reason).as(table).isNotBlank());
        assertThat(schema.keySet()).containsAll(MovedTables.STAY.keySet());
        schema.keySet().removeAll(MovedTables.STAY.keySet());
        assertThat(declared).isEqualTo(schema);
        assertThat(MovedTables.ALL)
                .allSatisfy(table -> assertThat(table.local().values()).noneMatch(String::isBlank));
    }
}
