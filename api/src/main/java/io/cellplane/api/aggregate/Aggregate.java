package io.cellplane.api.aggregate;

import io.cellplane.db.control.AggregateRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An aggregate with what belongs to it. */
record Aggregate(AggregateRow row, List<String> hosts, Map<String, String> metadata) {
    @Nullable String zone() {
        return metadata.get(AggregateRow.ZONE);
    }
}
