package io.cellplane.workflows.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.BootServer;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.step.Records.Landed;
import io.cellplane.workflows.Scripted;
import io.cellplane.workflows.TestTemporal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A boot onto a host that makes the guest from its image's data. */
@Timeout(60)
class BootFromImageTest {
    private final Scripted scripted = new Scripted();

    private Ended boot() {
        return TestTemporal.run(scripted, BootServer.class, Kind.BOOT);
    }

    @Test
    void a_host_that_makes_guests_from_their_images_is_let_at_the_image_first() {
        scripted.answer("land 1 host1", StepResult.done(new Landed("cell1", 1, true)));
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence(
                        "land 1 host1", "open its image 1", "spawn 1 host1 from its image", "start 1 host1")
                .doesNotContain("spawn 1 host1");
    }

    @Test
    void an_image_that_is_refused_fails_it() {
        scripted.answer("land 1 host1", StepResult.done(new Landed("cell1", 1, true)))
                .answer("open its image 1", StepResult.refused(Failure.IMAGE_REFUSED, "gone"));
        assertThat(boot()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .endsWith("fail in cell1: image.refused")
                .doesNotContain("spawn 1 host1 from its image");
    }
}
