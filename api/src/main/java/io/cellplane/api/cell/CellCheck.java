package io.cellplane.api.cell;

import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.TooSlow;
import io.cellplane.db.cells.Mismatch;
import io.cellplane.db.cells.Verification;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The self-check of a cell: whatever of it does not fit, each by its name. */
@Singleton
final class CellCheck {
    private final ApiDatabase api;
    private final CellDatabases cells;

    CellCheck(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.cells = cells;
    }

    /** @param notAsked what has not answered, and is blamed for nothing */
    record Checked(List<Mismatch> mismatches, List<String> notAsked) {}

    Checked of(CellRow row, CellHealth.Both health) {
        Checked checked = new Checked(new ArrayList<>(Verification.ofControlLevel(api, row)), new ArrayList<>());
        add(checked, "database", health.database());
        add(checked, "bus", health.bus());
        if (health.database().isUp()) {
            records(row)
                    .ifPresentOrElse(
                            checked.mismatches()::addAll,
                            () -> checked.notAsked().add("database"));
        }
        return checked;
    }

    /** Empty while its database does not answer, or this process does not know the cell yet. */
    private Optional<List<Mismatch>> records(CellRow row) {
        if (cells.row(row.name()).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(cells.read(row.name(), database -> Verification.ofRecords(api, row, database)));
        } catch (CellAway | TooSlow away) {
            return Optional.empty();
        }
    }

    private static void add(Checked checked, String what, CellHealth.@Nullable State state) {
        if (state == null || state.isUp()) {
            return;
        }
        if (state.state().equals(CellHealth.AWAY)) {
            checked.notAsked().add(what);
        } else {
            checked.mismatches().add(new Mismatch(what, null, String.valueOf(state.says())));
        }
    }
}
