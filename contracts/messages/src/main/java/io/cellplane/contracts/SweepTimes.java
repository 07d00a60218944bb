package io.cellplane.contracts;

import java.time.Duration;

/**
 * How often the conductor looks after operations, and how old is too old.
 *
 * @param every how often it looks
 * @param admittingStale how long a row may stay {@code admitting} before it is taken back
 * @param acceptedStale how long a row may stay {@code accepted} before it is started
 * @param startFails how long a start may fail before an action is taken back
 * @param runningUnseen how long an open row may stand before Temporal is asked whether its workflow lives
 * @param kept how long closed operations and deleted servers stay in the databases; a day at the least
 */
public record SweepTimes(
        Duration every,
        Duration admittingStale,
        Duration acceptedStale,
        Duration startFails,
        Duration runningUnseen,
        Duration kept) {

    public SweepTimes {
        Bounds.check("every", every);
        Bounds.check("admitting-stale", admittingStale);
        Bounds.check("accepted-stale", acceptedStale);
        Bounds.check("start-fails", startFails);
        Bounds.check("running-unseen", runningUnseen);
        Bounds.check("kept", kept);
        // What comes late must still find that it was done.
        Bounds.inOrder("a day", Duration.ofDays(1), "kept", kept);
    }

    public static SweepTimes standard() {
        return new SweepTimes(
                Duration.ofSeconds(3),
                Duration.ofSeconds(30),
                Duration.ofSeconds(3),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofDays(30));
    }

    public SweepTimes withEvery(Duration other) {
        return new SweepTimes(other, admittingStale, acceptedStale, startFails, runningUnseen, kept);
    }

    public SweepTimes withAdmittingStale(Duration other) {
        return new SweepTimes(every, other, acceptedStale, startFails, runningUnseen, kept);
    }

    public SweepTimes withAcceptedStale(Duration other) {
        return new SweepTimes(every, admittingStale, other, startFails, runningUnseen, kept);
    }

    public SweepTimes withStartFails(Duration other) {
        return new SweepTimes(every, admittingStale, acceptedStale, other, runningUnseen, kept);
    }

    public SweepTimes withRunningUnseen(Duration other) {
        return new SweepTimes(every, admittingStale, acceptedStale, startFails, other, kept);
    }

    public SweepTimes withKept(Duration other) {
        return new SweepTimes(every, admittingStale, acceptedStale, startFails, runningUnseen, other);
    }
}
