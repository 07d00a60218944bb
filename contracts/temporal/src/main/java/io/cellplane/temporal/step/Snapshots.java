package io.cellplane.temporal.step;

import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.TaskQueues;
import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Images that a server's disk travels in, and who may get at their data. Queue {@link TaskQueues#CONTROL}. */
@ActivityInterface(namePrefix = "Snapshots.")
public interface Snapshots {

    /**
     * Makes the image's record, without data, in the formats and with the hardware properties of the server's own image,
     * and lets the hosts of this operation write and read its data. The grants lie encrypted in {@code operation_data},
     * where whoever carries commands to the hosts finds them.
     *
     * @param image minted by the workflow
     * @param life after which the image service takes the grants no more
     * @return refused {@code image.refused} when the image or the identity service refuses
     */
    StepResult<Snapshot> open(Step step, UUID server, UUID image, Duration life);

    /**
     * Lets the host of a boot read the data of the server's own image, as {@link #open} does of one that its disk travels in.
     * The grant ends with the operation.
     *
     * @return refused {@code image.refused} when the image is gone or has no data, or when a service refuses
     */
    StepResult<Own> openOwn(Step step, UUID server, Duration life);

    /**
     * Undoes that open, and cleans: the image is gone with its data, if this operation made it, and so are all grants
     * of the operation.
     *
     * @param step the one that opened it
     */
    void remove(Step step, UUID image);

    /**
     * What the image service says of a server's image.
     *
     * @param bytes of its data
     * @param hashes of its data, in hexadecimal, by algorithm
     */
    record Own(UUID image, String diskFormat, long bytes, Map<String, String> hashes) {}

    /** @param diskFormat what the data are, or are to be; declared, never probed */
    record Snapshot(UUID image, String diskFormat, String containerFormat) {}
}
