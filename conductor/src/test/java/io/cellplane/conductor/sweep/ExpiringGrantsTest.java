package io.cellplane.conductor.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.activities.control.StandIns;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.server.ImageAccess;
import io.cellplane.db.control.ImageGrantRow;
import io.cellplane.db.control.ImageGrantRows;
import io.cellplane.db.testing.TestControlLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiringGrantsTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("expiring_grants");
    private static final Patience PATIENCE = Patience.standard();

    @TempDir
    static Path folder;

    private static StandIns services;

    private final ImageGrantRows rows = new ImageGrantRows(CONTROL.api, CONTROL.secrets);
    private final UUID operation = UUID.randomUUID();
    private final UUID image = UUID.randomUUID();

    @BeforeAll
    static void open() throws Exception {
        services = new StandIns(folder);
    }

    @AfterAll
    static void close() {
        services.close();
        CONTROL.close();
    }

    private void granted(Duration left) {
        Instant expires = Instant.now().plus(left);
        rows.put(operation, new ImageGrantRow("old", image, ImageAccess.READ, "http://old", "old", expires));
    }

    private ImageGrantRow now() {
        return rows.find(operation, image, ImageAccess.READ).orElseThrow();
    }

    private static void sweep() {
        try (Clockwork clockwork = new Clockwork(
                List.of(new ExpiringGrants(CONTROL.api, services.clients.imageGrants(), CONTROL.secrets, PATIENCE)))) {
            clockwork.once();
        }
    }

    @Test
    void a_grant_that_is_about_to_end_is_renewed_while_its_operation_is_under_way() {
        granted(Duration.ofMinutes(5));
        sweep();
        assertThat(now().token()).isNotEqualTo("old");
        assertThat(now().expires()).isAfter(Instant.now().plus(Duration.ofMinutes(25)));
        String renewed = now().token();
        sweep();
        assertThat(now().token()).as("once is enough").isEqualTo(renewed);
    }

    @Test
    void one_that_lasts_stays() {
        granted(Duration.ofMinutes(25));
        sweep();
        assertThat(now().token()).isEqualTo("old");
    }

    @Test
    void nothing_is_kept_for_an_operation_that_is_over() {
        assertThat(rows.replace(
                        UUID.randomUUID(), new ImageGrantRow("n", image, ImageAccess.READ, "u", "t", Instant.now())))
                .isFalse();
    }
}
