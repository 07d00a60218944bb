package io.cellplane.contracts.host;

import java.util.Locale;

/** What a host can be told to do to one guest. */
public enum Verb {
    /** Make the guest from its image and start it. Needs a {@link GuestSpec}. */
    SPAWN,
    /** Stop the guest and remove it with its disks; a guest that is not there is already destroyed. */
    DESTROY;

    /** The verb as it stands in a subject: {@code host.<host>.do.<token>}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
