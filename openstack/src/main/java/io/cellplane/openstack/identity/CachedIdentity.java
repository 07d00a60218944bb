package io.cellplane.openstack.identity;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.cellplane.openstack.http.RequestId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Remembers validated tokens for a while: a revoked token is still taken for that long, an expired one never. That a
 * token is unknown is remembered for a second only, that the service is away not at all. Many who ask for one token at once
 * are one question. Tokens themselves are not kept, their digests are.
 */
public final class CachedIdentity implements Identity {
    public static final Duration STANDARD_TTL = Duration.ofSeconds(60);
    private static final Duration UNKNOWN_TTL = Duration.ofSeconds(1);

    private final Identity behind;
    private final AsyncCache<String, Optional<Token>> held;

    /** @param most how many tokens are remembered; those that are seldom asked for go first */
    public CachedIdentity(Identity behind, Duration ttl, int most, Clock clock) {
        this.behind = behind;
        this.held = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfter(Expiry.<String, Optional<Token>>creating((_, found) -> found.map(
                                valid -> earlier(ttl, Duration.between(clock.instant(), valid.expiresAt())))
                        .orElseGet(() -> earlier(ttl, UNKNOWN_TTL))))
                .ticker(() -> Duration.between(Instant.EPOCH, clock.instant()).toNanos())
                .executor(Runnable::run)
                .buildAsync();
    }

    public CachedIdentity(Identity behind) {
        this(behind, STANDARD_TTL, 10_000, Clock.systemUTC());
    }

    @Override
    public Optional<Token> validate(String token) {
        try {
            return held.get(digest(token), (_, _) -> asked(token)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    /** On a thread of its own: no one caller's end is the end of the others' question. */
    private CompletableFuture<Optional<Token>> asked(String token) {
        return CompletableFuture.supplyAsync(
                () -> behind.validate(token),
                question -> Thread.ofVirtual().name("validate").start(RequestId.carried(question)));
    }

    @Override
    public Optional<Project> project(String id) {
        return behind.project(id);
    }

    private static Duration earlier(Duration one, Duration other) {
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
