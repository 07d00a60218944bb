package io.cellplane.conductor.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.activities.control.StandIns;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.audit.HeldImage;
import io.cellplane.db.audit.ImageAudit;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.openstack.image.Image;
import io.cellplane.openstack.image.Images;
import io.cellplane.openstack.image.NewImage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftImagesTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("left_images");
    private static final Patience PATIENCE = Patience.hasty();

    @TempDir
    static Path folder;

    private static StandIns services;
    private static Images images;

    private final String image = UUID.randomUUID().toString();

    @BeforeAll
    static void open() throws Exception {
        services = new StandIns(folder);
        images = services.clients.images();
    }

    @AfterAll
    static void close() {
        services.close();
        CONTROL.close();
    }

    private static void sweep() {
        try (Clockwork clockwork =
                new Clockwork(List.of(new LeftImages(CONTROL.api, images, services.clients.imageGrants(), PATIENCE)))) {
            clockwork.once();
        }
    }

    private void leave(UUID operation) {
        images.create(new NewImage(image, "left", "raw", "bare", Map.of(Image.OPERATION, operation.toString())));
    }

    /** The workflow was lost between showing the server and removing the image. */
    @Test
    void what_a_move_has_left_is_swept_once_it_is_shown_or_over() {
        for (String state : List.of(OperationState.RUNNING, OperationState.VERIFY, OperationState.CLOSED)) {
            Accepted server = CONTROL.accept();
            leave(server.operation());
            Instant then =
                    Instant.now().minus(PATIENCE.sweeps().runningUnseen()).minusSeconds(60);
            assertThat(CONTROL.api.operations().advance(server.operation(), OperationState.ACCEPTED, state, then))
                    .isEqualTo(1);
            assertThat(ImageAudit.of(CONTROL.api, List.of(new HeldImage(image, server.operation(), server.server()))))
                    .hasSize(state.equals(OperationState.CLOSED) ? 1 : 0);
            sweep();
            assertThat(images.get(image).isPresent()).as(state).isEqualTo(state.equals(OperationState.RUNNING));
            if (state.equals(OperationState.RUNNING)) {
                images.delete(image);
            }
        }
    }

    @Test
    void images_of_operations_that_nobody_here_knows_are_left_alone() {
        leave(UUID.randomUUID());
        sweep();
        assertThat(images.get(image)).isPresent();
        images.delete(image);
    }
}
