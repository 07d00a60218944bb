package io.cellplane.contracts;

import java.time.Duration;

/**
 * Every timeout and window, in one record, so that tests shorten them and operators see them
 * ({@code cellplane.patience.hosts.absent}). None may be zero, since a timer of no time is none, but for the one that says so.
 *
 * @param hosts between a cell and its hosts
 * @param deadlines when operations are overdue
 * @param steps how steps are called
 * @param sweeps when the conductor looks after operations
 * @param waits for answers
 */
public record Patience(HostTimes hosts, Deadlines deadlines, StepTimes steps, SweepTimes sweeps, Waits waits) {

    public static Patience standard() {
        return new Patience(
                HostTimes.standard(),
                Deadlines.standard(),
                StepTimes.standard(),
                SweepTimes.standard(),
                Waits.standard());
    }

    /**
     * Everything short, for tests: the same protocols in a hundredth of the time. But no server follows its guest by itself: many
     * tests look at what became of both.
     */
    public static Patience hasty() {
        return new Patience(
                HostTimes.standard()
                        .withTaken(Duration.ofMillis(500))
                        .withHold(Duration.ofMillis(200))
                        .withAbsent(Duration.ofSeconds(2))
                        .withSpawn(Duration.ofSeconds(20))
                        .withAlive(Duration.ofSeconds(1))
                        .withSilent(Duration.ofSeconds(8))
                        .withSettled(Duration.ofHours(1)),
                Deadlines.standard()
                        .withBoot(Duration.ofSeconds(60))
                        .withDelete(Duration.ofSeconds(60))
                        .withPower(Duration.ofSeconds(60))
                        .withMove(Duration.ofSeconds(60)),
                StepTimes.standard()
                        .withHeartbeat(Duration.ofSeconds(2))
                        .withRetry(Duration.ofMillis(20))
                        .withRetryMost(Duration.ofMillis(200))
                        .withCleaning(Duration.ofSeconds(3))
                        .withDrain(Duration.ofSeconds(1)),
                SweepTimes.standard()
                        .withEvery(Duration.ofMillis(400))
                        .withAdmittingStale(Duration.ofSeconds(5))
                        .withAcceptedStale(Duration.ofMillis(300))
                        .withStartFails(Duration.ofSeconds(60))
                        .withRunningUnseen(Duration.ofSeconds(1)),
                Waits.standard().withStart(Duration.ofSeconds(1)));
    }

    public Patience withHosts(HostTimes other) {
        return new Patience(other, deadlines, steps, sweeps, waits);
    }

    public Patience withDeadlines(Deadlines other) {
        return new Patience(hosts, other, steps, sweeps, waits);
    }

    public Patience withSteps(StepTimes other) {
        return new Patience(hosts, deadlines, other, sweeps, waits);
    }

    public Patience withSweeps(SweepTimes other) {
        return new Patience(hosts, deadlines, steps, other, waits);
    }

    public Patience withWaits(Waits other) {
        return new Patience(hosts, deadlines, steps, sweeps, other);
    }
}
