package io.cellplane.api.cell;

import io.cellplane.api.http.Times;
import io.cellplane.db.cells.CellLoad;
import io.cellplane.db.cells.Mismatch;
import io.cellplane.db.control.CellRow;
import io.cellplane.db.control.InventoryRow;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cell as it is shown: never with its password. */
final class CellView {
    private static final Map<String, String> CLASSES = Map.of(
            InventoryRow.VCPU, "vcpus",
            InventoryRow.MEMORY_MB, "memory_mb",
            InventoryRow.DISK_GB, "disk_gb");

    private CellView() {}

    static Map<String, @Nullable Object> of(CellRow row) {
        Map<String, @Nullable Object> database = new LinkedHashMap<>();
        database.put("url", row.databaseUrl());
        database.put("user", row.databaseUser());
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("name", row.name());
        view.put("uuid", row.uuid());
        view.put("disabled", row.disabled());
        view.put("database", database);
        view.put("bus_url", row.busUrl());
        view.put("created_at", Times.micros(row.createdAt()));
        view.put("updated_at", Times.micros(row.updatedAt()));
        return view;
    }

    /** @param drift how many mismatches a self-check names; null: it could not be made whole */
    static Map<String, @Nullable Object> of(
            CellRow row, CellLoad load, CellHealth.Both health, @Nullable Integer drift) {
        Map<String, @Nullable Object> view = of(row);
        load.held().forEach((what, count) -> {
            if (!what.equals("hosts")) {
                view.put(what.replace(' ', '_'), count);
            }
        });
        view.put("hosts", load.hosts());
        Map<String, Object> capacity = new LinkedHashMap<>();
        load.capacity().forEach((name, amounts) -> capacity.put(CLASSES.getOrDefault(name, name), amounts));
        view.put("capacity", capacity);
        CellHealth.State bus = health.bus();
        Map<String, @Nullable Object> answers = new LinkedHashMap<>();
        answers.put("database", of(health.database()));
        answers.put("bus", bus == null ? null : of(bus));
        answers.put("judged_at", Times.micros(row.judgedAt()));
        view.put("health", answers);
        view.put("drift", drift);
        return view;
    }

    static Map<String, @Nullable Object> of(Mismatch mismatch) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("about", mismatch.about());
        view.put("host", mismatch.host());
        view.put("says", mismatch.says());
        return view;
    }

    private static Map<String, @Nullable Object> of(CellHealth.State state) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("state", state.state());
        view.put("says", state.says());
        if (state.schema() != null) {
            view.put("schema", state.schema());
        }
        return view;
    }
}
