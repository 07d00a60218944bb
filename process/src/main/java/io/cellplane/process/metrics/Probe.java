package io.cellplane.process.metrics;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A question to something that may hang: whoever watches a process must not hang with it. */
public final class Probe<T> {
    private static final Duration WITHIN = Duration.ofSeconds(1);

    private final Supplier<T> question;
    private @Nullable CompletableFuture<T> asked;

    public Probe(Supplier<T> question) {
        this.question = question;
    }

    /** The answer; empty when there is none within a second, or it failed. A question under way is not asked again. */
    public Optional<T> ask() {
        try {
            return Optional.of(underWay().get(WITHIN.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    private synchronized CompletableFuture<T> underWay() {
        CompletableFuture<T> known = asked;
        if (known == null || known.isDone()) {
            CompletableFuture<T> fresh = new CompletableFuture<>();
            Thread.ofVirtual().name("probe").start(() -> {
                try {
                    fresh.complete(question.get());
                } catch (RuntimeException | Error e) {
                    fresh.completeExceptionally(e);
                }
            });
            asked = fresh;
            return fresh;
        }
        return known;
    }
}
