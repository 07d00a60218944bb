package io.cellplane.standalone;

import static org.awaitility.Awaitility.await;

import io.cellplane.bus.Disturbance;
import io.cellplane.bus.Disturbance.Fate;
import io.cellplane.db.CellAway;
import io.cellplane.db.api.CellRow;
import io.cellplane.standalone.cloud.Cloud;
import java.time.Duration;
import java.time.Instant;

/**
 * A cell whose database and bus answer nobody, until it is given back.
 *
 * @param row where it was to be found
 */
record DeadCell(Cloud cloud, CellRow row) {
    private static final Duration SOON = Duration.ofSeconds(60);

    static DeadCell of(Cloud cloud, String name) {
        DeadCell cell = new DeadCell(cloud, cloud.api().cells().find(name).orElseThrow());
        cloud.disturb(name, (leg, subject) -> Fate.LOST);
        cell.put("jdbc:mysql://127.0.0.1:1/away");
        await().atMost(SOON).until(() -> !cell.answers());
        return cell;
    }

    void giveBack() {
        put(row.databaseUrl());
        cloud.disturb(row.name(), Disturbance.NONE);
        await().atMost(SOON).until(this::answers);
    }

    private void put(String url) {
        cloud.api()
                .cells()
                .put(
                        row.name(),
                        row.uuid(),
                        url,
                        row.databaseUser(),
                        row.databasePassword(),
                        row.busUrl(),
                        Instant.now());
    }

    private boolean answers() {
        try {
            return cloud.cellDatabases().read(row.name(), database -> true);
        } catch (CellAway away) {
            return false;
        }
    }
}
