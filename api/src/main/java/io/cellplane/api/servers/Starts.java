package io.cellplane.api.servers;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.Start;
import io.cellplane.temporal.client.Temporal;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and nudges the workflows of what has been accepted, many at once, and waits for it a moment only: whatever
 * Temporal does not take, the starter starts from the rows.
 */
@Singleton
public final class Starts {
    private static final Logger LOG = LoggerFactory.getLogger(Starts.class);
    private static final int AT_ONCE = 64;

    private final Provider<Temporal> temporal;
    private final Patience patience;
    private final Semaphore calls = new Semaphore(AT_ONCE);

    public Starts(Provider<Temporal> temporal, Patience patience) {
        this.temporal = temporal;
        this.patience = patience;
    }

    public void start(List<Start> starts) {
        all(starts.stream()
                .<Runnable>map(start -> () -> temporal.get().start(start))
                .toList());
    }

    /** @return false when Temporal refused it or did not take it in time: whether it ever will is not known then */
    public boolean started(Start start) {
        AtomicBoolean taken = new AtomicBoolean();
        all(List.of(() -> {
            temporal.get().start(start);
            taken.set(true);
        }));
        return taken.get();
    }

    public void nudge(UUID server, Kind kind, UUID operation) {
        all(List.of(() -> temporal.get().nudge(server, kind, operation)));
    }

    private void all(List<Runnable> works) {
        CountDownLatch left = new CountDownLatch(works.size());
        for (Runnable work : works) {
            Thread.ofVirtual().name("start").start(() -> {
                try {
                    calls.acquire();
                    try {
                        work.run();
                    } finally {
                        calls.release();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (RuntimeException e) {
                    LOG.warn("left to the starter: {}", e.toString());
                } finally {
                    left.countDown();
                }
            });
        }
        try {
            if (!left.await(patience.waits().start().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Temporal is slow: {} starts are still under way", left.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
