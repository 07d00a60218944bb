package io.cellplane.activities.cell.relay;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.Grant;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.ImageAccess;
import java.time.Duration;
import java.util.UUID;

/** Lets hosts at the data of one image, for one step. */
public interface Grants {

    /** Where there is no image service: whoever asks is refused. */
    Grants NONE = new Grants() {
        @Override
        public Grant grant(Step step, UUID image, ImageAccess access, Duration life) {
            throw Failure.UPLOAD_REFUSED.refused("No image service is configured.");
        }

        @Override
        public void revoke(Step step) {}
    };

    /**
     * A grant of its own for each step and kind of access; asked again, a new one may end the one before.
     *
     * @param life how long the step may take
     * @throws Refused when a fact is against it; whatever else it throws is tried again
     */
    Grant grant(Step step, UUID image, ImageAccess access, Duration life);

    /** Ends the grants of that step. Never throws: what it cannot end ends by itself. */
    void revoke(Step step);
}
