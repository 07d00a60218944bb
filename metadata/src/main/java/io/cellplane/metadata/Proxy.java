package io.cellplane.metadata;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Neutron's metadata proxy: it knows which port a request came through, says whose that is, and signs for it. */
final class Proxy {
    private static final String SERVER = "X-Instance-ID";
    private static final String PROJECT = "X-Tenant-ID";
    private static final String SIGNATURE = "X-Instance-ID-Signature";
    private static final String ADDRESS = "X-Forwarded-For";
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;

    Proxy(String secret) {
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
    }

    /**
     * Whom the proxy speaks for.
     *
     * @param address the guest's, in its own network; null where the proxy does not say it
     */
    record Caller(String server, String project, @Nullable String address) {}

    /** It was not the proxy, or it said too little. */
    static final class NotSaid extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        NotSaid(int status, String words) {
            super(words, null, false, false);
            this.status = status;
        }

        Answer answer() {
            return Answer.text(status, String.valueOf(getMessage()));
        }
    }

    /** Nothing of a request is believed, the guest's address neither, until its signature is right. */
    Caller caller(Headers headers) throws NotSaid {
        String server = one(headers, SERVER);
        String project = one(headers, PROJECT);
        byte[] signature = one(headers, SIGNATURE).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(signed(server).getBytes(StandardCharsets.US_ASCII), signature)) {
            throw new NotSaid(403, "Invalid proxy request signature.");
        }
        return new Caller(server, project, first(headers).orElse(null));
    }

    private static String one(Headers headers, String name) throws NotSaid {
        List<String> values = headers.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            throw new NotSaid(400, name + " header is missing from request.");
        }
        if (values.size() > 1) {
            throw new NotSaid(400, "Multiple " + name + " headers found within request.");
        }
        return values.getFirst();
    }

    private static Optional<String> first(Headers headers) {
        return Optional.ofNullable(headers.getFirst(ADDRESS))
                .map(said -> said.split(",", 2)[0].strip())
                .filter(said -> !said.isEmpty());
    }

    private String signed(String server) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(server.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM does not sign", e);
        }
    }
}
