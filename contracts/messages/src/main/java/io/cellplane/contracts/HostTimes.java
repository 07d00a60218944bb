package io.cellplane.contracts;

import java.time.Duration;

/**
 * Times between a cell and its hosts.
 *
 * @param taken how long a host may take to say that it has taken a command, before it is asked again
 * @param hold how long a host holds its answer back while the step runs
 * @param absent how long a host may be silent about a spawn before the next alternate is tried and its guest becomes a debt
 * @param spawn how long a host may take to make a guest
 * @param alive how often a host says that it is alive
 * @param silent how long a host may be silent before it is down: longer than {@code alive}
 * @param settled how long nothing must have been done to a server before it follows its guest, which went its own way
 */
public record HostTimes(
        Duration taken,
        Duration hold,
        Duration absent,
        Duration spawn,
        Duration alive,
        Duration silent,
        Duration settled) {

    public HostTimes {
        Bounds.check("taken", taken);
        Bounds.check("hold", hold);
        Bounds.check("absent", absent);
        Bounds.check("spawn", spawn);
        Bounds.check("alive", alive);
        Bounds.check("silent", silent);
        Bounds.check("settled", settled);
        Bounds.inOrder("alive", alive, "silent", silent);
    }

    public static HostTimes standard() {
        return new HostTimes(
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10));
    }

    public HostTimes withTaken(Duration other) {
        return new HostTimes(other, hold, absent, spawn, alive, silent, settled);
    }

    public HostTimes withHold(Duration other) {
        return new HostTimes(taken, other, absent, spawn, alive, silent, settled);
    }

    public HostTimes withAbsent(Duration other) {
        return new HostTimes(taken, hold, other, spawn, alive, silent, settled);
    }

    public HostTimes withSpawn(Duration other) {
        return new HostTimes(taken, hold, absent, other, alive, silent, settled);
    }

    public HostTimes withAlive(Duration other) {
        return new HostTimes(taken, hold, absent, spawn, other, silent, settled);
    }

    public HostTimes withSilent(Duration other) {
        return new HostTimes(taken, hold, absent, spawn, alive, other, settled);
    }

    public HostTimes withSettled(Duration other) {
        return new HostTimes(taken, hold, absent, spawn, alive, silent, other);
    }
}
