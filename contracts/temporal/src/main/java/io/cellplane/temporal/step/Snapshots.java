package io.cellplane.temporal.step;

import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.ImageAccess;
import io.cellplane.temporal.flow.TaskQueues;
import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Images that a server's disk travels in, and who may get at their data. Queue {@link TaskQueues#CONTROL}. */
@ActivityInterface(namePrefix = "Snapshots.")
public interface Snapshots {

    /**
     * Makes the image's record, without data, in the formats and with the hardware properties of the server's own image.
     *
     * @param image minted by the workflow
     * @return refused {@code image.refused} when the image service refuses
     */
    StepResult<Snapshot> prepare(Step step, UUID server, UUID image);

    /** The same, and lets the hosts of this operation write and read the image's data for so long. */
    StepResult<Snapshot> open(Step step, UUID server, UUID image, Duration life);

    /**
     * Undoes that prepare, and cleans: the image is gone with its data, if this operation made it, and so are all grants
     * of the operation.
     *
     * @param step the one that prepared it
     */
    void remove(Step step, UUID image);

    /**
     * Lets the host of this operation get at the image's data. The grant itself lies encrypted in
     * {@code operation_data}, where whoever carries commands to the host finds it; a later one for the same access takes
     * its place.
     *
     * @param life after which the image service takes it no more
     * @return refused {@code image.refused} when the identity service refuses
     */
    StepResult<Granted> grant(Step step, UUID image, ImageAccess access, Duration life);

    /** Undoes that grant, whether or not it ever came. */
    void revoke(Step step);

    /** @param diskFormat what the data are, or are to be; declared, never probed */
    record Snapshot(UUID image, String diskFormat, String containerFormat) {}

    /**
     * Without the secret.
     *
     * @param name the grant's at the identity service
     */
    record Granted(String name, UUID image, ImageAccess access, Instant expires) {}
}
