package io.cellplane.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.bus.Disturbance;
import io.cellplane.bus.Disturbance.Fate;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellRegistry;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.KeyFile;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.CellRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.Records;
import io.cellplane.standalone.cloud.Cloud;
import java.time.Duration;

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
        DatabaseSettings at = cell.at();
        cell.enter(new DatabaseSettings("jdbc:mysql://127.0.0.1:1/away", at.user(), at.password()));
        await().atMost(SOON).until(() -> !cell.answers());
        return cell;
    }

    void giveBack() {
        enter(at());
        cloud.disturb(row.name(), Disturbance.NONE);
        await().atMost(SOON).until(this::answers);
    }

    /** Once it is back everything is paid, and every database, port and host agrees. */
    static void nothingIsLeft(Cloud cloud, ComputeClient admin) {
        await("until hosts are up again")
                .atMost(SOON)
                .until(() -> cloud.api().hostStates().all().stream()
                        .allMatch(row -> row.state().equals(HostStateRow.UP)));
        await("until nothing is owed")
                .atMost(SOON)
                .until(() -> cloud.api().debts().all().isEmpty());
        try (Records records = new Records(cloud.file())) {
            assertThat(records.audit()).isEmpty();
        }
        JsonNode audit =
                admin.compute("GET", "/os-cellplane-audit", null).good().body().path("audit");
        assertThat(audit.path("findings")).isEmpty();
        assertThat(audit.path("not_asked")).isEmpty();
    }

    private DatabaseSettings at() {
        return registry().settings(row);
    }

    private void enter(DatabaseSettings at) {
        registry().enter(row.name(), at, row.busUrl());
    }

    private CellRegistry registry() {
        return new CellRegistry(
                cloud.api(), new Secrets(KeyFile.read(cloud.file().keyFile())));
    }

    private boolean answers() {
        try {
            return cloud.cellDatabases().read(row.name(), database -> true);
        } catch (CellAway away) {
            return false;
        }
    }
}
