package io.cellplane.contracts.failure;

import org.jspecify.annotations.Nullable;

/**
 * The failure catalogue: everything a user or an operator can be told. The API's error bodies, servers' faults,
 * workflow failures and {@code docs/failures.md} all come from here; no failure is worded anywhere else.
 */
public enum Failure {
    // Facts that end a boot.
    NO_VALID_HOST(
            "placement.no_valid_host",
            500,
            "No valid host was found. %s",
            "Add capacity, or read in the fault's details which filter dropped how many hosts."),
    RETRIES_EXCEEDED(
            "boot.retries_exceeded",
            500,
            "Exceeded maximum number of retries. Exhausted all hosts available for retrying build failures for instance %s.",
            "Read the events of the create action: each attempt names its host and what it said."),
    SPAWN_REFUSED(
            "host.spawn_refused",
            500,
            "%s",
            "Read the host's log for the operation; the image or the disk is at fault."),
    HOST_ABSENT(
            "host.absent", 500, "Host '%s' did not take the command.", "Start the host's agent, or disable the host."),
    PORTS_REFUSED(
            "network.ports_refused",
            500,
            "Failed to allocate the network(s), not rescheduling.",
            "Ask the network service."),
    STALE("host.stale", 409, "The host has seen a newer place of the server.", "Nothing: a late command was refused."),
    FENCED("operation.fenced", 409, "The operation was taken over by a repair.", "Nothing: a late step was refused."),
    REPAIRED(
            "operation.repaired",
            500,
            "The operation was interrupted and could not be finished.",
            "Create the server again.");

    private final String type;
    private final int status;
    private final String text;
    private final String operatorDoes;

    Failure(String type, int status, String text, String operatorDoes) {
        this.type = type;
        this.status = status;
        this.text = text;
        this.operatorDoes = operatorDoes;
    }

    /** Stable for ever: it is in histories, journals and ledgers. */
    public String type() {
        return type;
    }

    /** The HTTP status when the API says it; the code of the fault when a server carries it. */
    public int status() {
        return status;
    }

    /** The words, with {@code %s} where an argument goes. */
    public String text() {
        return text;
    }

    public String operatorDoes() {
        return operatorDoes;
    }

    public Refused refused(Object... arguments) {
        return new Refused(this, text.formatted(arguments));
    }

    /** The failure of that type, or null when it is not in this catalogue (a newer process wrote it). */
    public static @Nullable Failure of(String type) {
        for (Failure failure : values()) {
            if (failure.type.equals(type)) {
                return failure;
            }
        }
        return null;
    }
}
