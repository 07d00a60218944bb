package io.cellplane.contracts;

import java.time.Duration;

/**
 * Every timeout and window, in one record, so that tests shorten them and operators see them.
 *
 * @param heartbeat how long an activity may be silent before Temporal hands it to another worker
 * @param hostTaken how long a host may take to say that it has taken a command, before it is asked again
 * @param hostHold how long a host holds its answer back while the step runs
 * @param hostAbsent how long a host may be silent about a spawn before the next alternate is tried and its guest becomes a debt
 * @param cleaning how long a host or a cell may be silent before what it is to be rid of becomes a debt
 * @param spawn how long a host may take to make a guest
 * @param bootDeadline after this a boot is overdue: an alarm, never a failure
 * @param deleteDeadline the same for a delete
 * @param powerDeadline the same for a start, a stop, a reboot
 * @param moveDeadline the same for a resize, a confirm, a revert
 * @param resizeWindow how long a resize may be reverted before it is confirmed by itself; zero: for ever
 * @param stepRetry the first pause after a step found its infrastructure away; doubles up to {@code stepRetryMost}
 * @param admittingStale how long a row may stay {@code admitting} before the starter takes it back
 * @param acceptedStale how long a row may stay {@code accepted} before the starter starts it
 * @param startFails how long a start may fail before an action is taken back by the starter
 * @param startWait how long the API waits for Temporal to take a start
 * @param closingWait how long the API waits for an operation that is closing
 * @param runningUnseen how long an open row may stand before the starter asks Temporal whether its workflow lives
 * @param sweep how often the starter looks
 * @param hostSilent how long a host may be silent before it is down
 * @param hostAlive how often a host says that it is alive
 * @param listWait how long a list waits for one cell
 * @param showWait how long the showing of one server waits for its cell
 */
public record Patience(
        Duration heartbeat,
        Duration hostTaken,
        Duration hostHold,
        Duration hostAbsent,
        Duration cleaning,
        Duration spawn,
        Duration bootDeadline,
        Duration deleteDeadline,
        Duration powerDeadline,
        Duration moveDeadline,
        Duration resizeWindow,
        Duration stepRetry,
        Duration stepRetryMost,
        Duration admittingStale,
        Duration acceptedStale,
        Duration startFails,
        Duration startWait,
        Duration closingWait,
        Duration runningUnseen,
        Duration sweep,
        Duration hostSilent,
        Duration hostAlive,
        Duration listWait,
        Duration showWait) {

    public static Patience standard() {
        return new Patience(
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                Duration.ofMinutes(10),
                Duration.ofMinutes(15),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ZERO,
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(3),
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(60),
                Duration.ofSeconds(3),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofMillis(800),
                Duration.ofSeconds(5));
    }

    /** Everything short, for tests: the same protocols in a hundredth of the time. */
    public static Patience hasty() {
        return new Patience(
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                Duration.ofMillis(200),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ZERO,
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofMillis(300),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofMillis(200),
                Duration.ofSeconds(8),
                Duration.ofMillis(500),
                Duration.ofMillis(800),
                Duration.ofSeconds(5));
    }
}
