package io.cellplane.contracts.operation;

import java.util.Locale;
import java.util.UUID;

/**
 * The steps of all operations, as ledgers and journals name them: who takes a step and who looks it up, or undoes it,
 * name the same one. What is stored stays: a name that changes is another step.
 */
public enum StepName {
    ADMIT,
    /** Of a boot. */
    PLACE,
    PORTS,
    LAND,
    /** Lets its host read its image. */
    IMAGE,
    SPAWN,
    /** Lets the guest run that a boot or a move has made: its row is the mark that its host may run it. */
    START,
    FINISH,
    FAIL,
    POWER,
    /** Shows that an operation is over. */
    END,
    RESET,
    DESTROY,
    /** Marks what an operation has left as a debt, one attempt for each. */
    OWE,
    /** Of what is attached: its port, then its card on the host. */
    ATTACH,
    PLUG,
    UNPLUG,
    DETACH,
    /** Of a move. */
    AIM,
    BIND,
    LEAVE,
    SNAPSHOT,
    UPLOAD,
    /** Lets its destination copy what its source keeps. */
    OFFER,
    ACTIVATE,
    RECEIVE,
    RESIZED,
    REPAIRED,
    /** Of its end. */
    CONFIRMED,
    DISCARD,
    RESTORE,
    /** Its source has the guest again: from here a revert only goes forward. */
    RETURNED,
    REVERTED,
    /** It could not be brought back, and stays where it is. */
    STAYS,
    /** Of its records' way into another cell. */
    MOVE_COPY,
    MOVE_MERGE,
    MOVE_SEAL,
    MOVE_DELTA,
    MOVE_FLIP,
    MOVE_OPEN,
    MOVE_DEPART;

    /** As it is stored. */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** One attempt of it. */
    public Step of(UUID operation, int attempt) {
        return new Step(operation, token(), attempt);
    }
}
