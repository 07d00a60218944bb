package io.cellplane.openstack.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers validated tokens for a while: a revoked token is still taken for that long, an expired one never. That a
 * token is unknown is remembered for a second only. Tokens themselves are not kept, their digests are.
 */
public final class CachedIdentity implements Identity {
    public static final Duration STANDARD_TTL = Duration.ofSeconds(60);
    private static final Duration UNKNOWN_TTL = Duration.ofSeconds(1);

    private final Identity behind;
    private final Duration ttl;
    private final Clock clock;
    private final Map<String, Held> held;

    private record Held(Optional<Token> token, Instant until) {}

    /** @param most how many tokens are remembered; the least recently used goes first */
    public CachedIdentity(Identity behind, Duration ttl, int most, Clock clock) {
        this.behind = behind;
        this.ttl = ttl;
        this.clock = clock;
        this.held = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Held> eldest) {
                return size() > most;
            }
        };
    }

    public CachedIdentity(Identity behind) {
        this(behind, STANDARD_TTL, 10_000, Clock.systemUTC());
    }

    @Override
    public Optional<Token> validate(String token) {
        String key = digest(token);
        Instant now = clock.instant();
        synchronized (held) {
            Held known = held.get(key);
            if (known != null && now.isBefore(known.until)) {
                return known.token;
            }
        }
        Optional<Token> found = behind.validate(token);
        Instant until = found.map(valid -> earlier(now.plus(ttl), valid.expiresAt()))
                .orElseGet(() -> now.plus(earlier(ttl, UNKNOWN_TTL)));
        synchronized (held) {
            held.put(key, new Held(found, until));
        }
        return found;
    }

    @Override
    public Optional<Project> project(String id) {
        return behind.project(id);
    }

    private static <T extends Comparable<T>> T earlier(T one, T other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static String digest(String token) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
