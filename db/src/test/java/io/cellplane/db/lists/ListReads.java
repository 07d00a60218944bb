package io.cellplane.db.lists;

import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.ApiDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Pages through a project's servers as a client does. */
public final class ListReads {
    private final ServerLists lists;

    /** @param reading where cells are read; null: as the API does */
    public ListReads(ApiDatabase api, CellDatabases cells, @Nullable Executor reading) {
        Duration wait = Duration.ofSeconds(30);
        this.lists = reading == null ? new ServerLists(api, cells, wait) : new ServerLists(api, cells, wait, reading);
    }

    public List<UUID> all(String project, int limit) {
        List<UUID> all = new ArrayList<>();
        UUID marker = null;
        while (true) {
            List<Condition> live = List.of(new Condition.Deleted(false));
            Page page = lists.list(new ServerQuery(project, live, Order.NEWEST_FIRST, marker, limit));
            page.servers().forEach(server -> all.add(server.row().uuid()));
            if (page.servers().size() < limit) {
                return all;
            }
            marker = all.getLast();
        }
    }
}
