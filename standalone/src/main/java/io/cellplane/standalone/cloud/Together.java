package io.cellplane.standalone.cloud;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Parts that start side by side. */
final class Together {
    private static final Executor THREADS =
            work -> Thread.ofPlatform().name("start").daemon().start(work);

    private final List<CompletableFuture<?>> begun = new CopyOnWriteArrayList<>();

    <T> CompletableFuture<T> begin(Supplier<T> work) {
        CompletableFuture<T> part = CompletableFuture.supplyAsync(work, THREADS);
        begun.add(part);
        return part;
    }

    /** Waits, and throws what the part threw. */
    <T> T await(CompletableFuture<T> part) {
        try {
            return part.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            if (e.getCause() instanceof Error thrown) {
                throw thrown;
            }
            throw e;
        }
    }

    /** Waits until every part has come up or failed, so that none comes up after all were closed. */
    void settle() {
        begun.forEach(part -> part.exceptionally(_ -> null).join());
    }
}
