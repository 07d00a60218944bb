package io.cellplane.compute.hypervisor;

import io.cellplane.contracts.host.GuestLaunch;
import io.cellplane.contracts.host.GuestSpec;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Guests for tests, with secrets that must turn up nowhere. */
public final class Guests {
    public static final String SECRET_USER_DATA = "U0VDUkVUVVNFUkRBVEE=";
    public static final String SECRET_PASSWORD = "secret-password-of-a-guest";

    public static final String SECRET_FILE = "U0VDUkVURklMRQ==";

    private Guests() {}

    public static GuestSpec small(UUID server) {
        return sized(server, 1);
    }

    /** With that root disk, in GiB. */
    public static GuestSpec sized(UUID server, int rootGb) {
        return new GuestSpec(
                server,
                "small",
                "small",
                "project",
                1,
                512,
                rootGb,
                0,
                0,
                "image",
                Map.of(),
                List.of(),
                Map.of(),
                null,
                null,
                SECRET_USER_DATA,
                SECRET_PASSWORD,
                false,
                new GuestLaunch(
                        0,
                        "r-small",
                        "nova",
                        "small",
                        List.of(new GuestLaunch.InjectedFile("/etc/motd", SECRET_FILE))));
    }
}
