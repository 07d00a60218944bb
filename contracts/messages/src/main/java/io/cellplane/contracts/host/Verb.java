package io.cellplane.contracts.host;

import java.util.Locale;

/** What a host can be told to do to one guest; {@link Order} has what each needs to know. */
public enum Verb {
    /** Make the guest from its image. Its undo removes it. */
    SPAWN,
    /** Stop the guest and remove it and all that is kept of the server, disks included; what is not there is fine. */
    DESTROY,
    /** Stop the guest and remove it with its disks; what is kept of the server stays. */
    REMOVE,
    START,
    STOP,
    REBOOT,
    /**
     * Stop the guest and keep it, named by the operation: it is no guest any more and no power verb reaches it. Its undo
     * makes it a guest again, running if it ran.
     */
    LEAVE,
    /** Make the guest from what a host of the same cell keeps, which stays there. Its undo removes it. */
    RECEIVE,
    /** Send the root disk of a kept guest to the image store. */
    UPLOAD,
    /** Remove a kept guest with its disks; one that is not there is fine. */
    DISCARD,
    /** Make a kept guest the guest again, as it was. */
    RESTORE;

    /** The verb as it stands in a subject: {@code host.<host>.do.<token>}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether it takes away and makes nothing. Of such a verb, as of starts, stops, reboots, uploads and restores, an undo
     * only says that it will not be done any more.
     */
    public boolean onlyCleans() {
        return this == DESTROY || this == REMOVE || this == DISCARD;
    }
}
