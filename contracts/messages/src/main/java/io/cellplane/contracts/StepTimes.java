package io.cellplane.contracts;

import java.time.Duration;

/**
 * How the steps of an operation are called.
 *
 * @param heartbeat how long an activity may be silent before Temporal hands it to another worker
 * @param retry the first pause after a step found its infrastructure away; it doubles up to {@code retryMost}
 * @param retryMost the longest pause
 * @param cleaning how long a host or a cell may be silent before what it is to be rid of becomes a debt
 * @param drain how long a worker that stops lets what is under way end
 */
public record StepTimes(Duration heartbeat, Duration retry, Duration retryMost, Duration cleaning, Duration drain) {

    public StepTimes {
        Bounds.check("heartbeat", heartbeat);
        Bounds.check("retry", retry);
        Bounds.check("retry-most", retryMost);
        Bounds.check("cleaning", cleaning);
        Bounds.check("drain", drain);
        Bounds.inOrder("retry", retry, "retry-most", retryMost);
    }

    public static StepTimes standard() {
        return new StepTimes(
                Duration.ofSeconds(5),
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofSeconds(10));
    }

    public StepTimes withHeartbeat(Duration other) {
        return new StepTimes(other, retry, retryMost, cleaning, drain);
    }

    public StepTimes withRetry(Duration other) {
        return new StepTimes(heartbeat, other, retryMost, cleaning, drain);
    }

    public StepTimes withRetryMost(Duration other) {
        return new StepTimes(heartbeat, retry, other, cleaning, drain);
    }

    public StepTimes withCleaning(Duration other) {
        return new StepTimes(heartbeat, retry, retryMost, other, drain);
    }

    public StepTimes withDrain(Duration other) {
        return new StepTimes(heartbeat, retry, retryMost, cleaning, other);
    }
}
