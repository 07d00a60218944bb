package io.cellplane.api.servers.view;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What a project sees of a host: the same for its servers on one host, and no name. */
public final class HostId {
    private HostId() {}

    public static String of(String project, @Nullable String host) {
        if (host == null) {
            return "";
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-224").digest((project + host).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
