package io.cellplane.conductor.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.activities.control.StandIns;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.server.ImageAccess;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.openstack.image.ImageGrants;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftGrantsTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("left_grants");
    private static final Patience PATIENCE = Patience.hasty();

    @TempDir
    static Path folder;

    private static StandIns services;
    private static ImageGrants grants;

    @BeforeAll
    static void open() throws Exception {
        services = new StandIns(folder);
        grants = services.clients.imageGrants();
    }

    @AfterAll
    static void close() {
        services.close();
        CONTROL.close();
    }

    private static void sweep() {
        try (Clockwork clockwork = new Clockwork(List.of(new LeftGrants(CONTROL.api, grants, PATIENCE)))) {
            clockwork.once();
        }
    }

    private static void granted(UUID operation) {
        grants.grant(
                ImageGrants.prefix(operation) + "image/1/x", UUID.randomUUID(), ImageAccess.READ, Duration.ofHours(1));
    }

    @Test
    void grants_end_once_their_operation_is_over_and_those_of_others_stay() {
        Accepted boot = CONTROL.accept();
        UUID unknown = UUID.randomUUID();
        granted(boot.operation());
        granted(unknown);
        sweep();
        assertThat(grants.operations()).contains(boot.operation(), unknown);
        Instant then = Instant.now().minus(PATIENCE.sweeps().runningUnseen()).minusSeconds(60);
        assertThat(CONTROL.api
                        .operations()
                        .advance(boot.operation(), OperationState.ACCEPTED, OperationState.CLOSED, then))
                .isEqualTo(1);
        sweep();
        assertThat(grants.operations()).contains(unknown).doesNotContain(boot.operation());
    }
}
