package io.cellplane.guest;

import io.cellplane.contracts.host.GuestLaunch;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.GuestTold;
import java.util.List;
import java.util.Objects;

/** What is said of a guest whose relay does not say how it was asked for. */
final class Launches {
    private static final GuestLaunch NOTHING_KNOWN = new GuestLaunch(0, "", null, "", List.of());

    private Launches() {}

    static GuestLaunch of(GuestSpec guest) {
        return Objects.requireNonNullElse(guest.launch(), NOTHING_KNOWN);
    }

    static GuestTold told(GuestSpec guest) {
        return Objects.requireNonNullElse(of(guest).told(), GuestTold.NOTHING);
    }
}
