package io.cellplane.conductor;

import io.cellplane.contracts.metric.Metric;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CountRow;
import io.cellplane.db.control.CountRows;
import io.cellplane.process.metrics.Meters;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an installation as a whole has to show, read from its API database; every conductor says the same. */
final class Figures {
    private Figures() {}

    static void serve(Meters meters, ApiDatabase api, CellDatabases cells) {
        meters.counter(Metric.LOST_CLAIMS);
        CountRows counts = api.database().rows(CountRows.class);
        meters.table(Metric.OPERATIONS_OPEN, () -> table(counts.openOperations()));
        meters.table(
                Metric.OPERATIONS_OVERDUE,
                () -> table(counts.overdueOperations(api.clock().instant())));
        meters.table(Metric.DEBTS, () -> table(counts.debts()));
        meters.table(
                Metric.DEBTS_OLDEST_SECONDS,
                () -> table(counts.debtAges(api.clock().instant())));
        meters.table(Metric.HOSTS, () -> table(counts.hosts()));
        meters.table(Metric.BREAKER_OPEN, cells::breakers);
    }

    private static Map<List<String>, Long> table(List<CountRow> counts) {
        return counts.stream().collect(Collectors.toMap(row -> List.of(row.first(), row.second()), CountRow::rows));
    }
}
