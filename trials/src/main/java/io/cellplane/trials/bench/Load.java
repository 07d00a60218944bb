package io.cellplane.trials.bench;

import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.ComputeClient.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/** What clients of a load do: some threads take one piece of work after another, and ask until they see what they wait for. */
final class Load {
    private static final Duration MOST = Duration.ofMinutes(2);
    private static final double NEXT_ASK = 0.1;
    private static final double FIRST_ASK = 0.7;

    private Load() {}

    /** @throws IllegalStateException when one of them fails */
    static void each(int count, int threads, IntConsumer work) {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(workers.submit(() -> {
                    for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
                        work.accept(index);
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IllegalStateException(cause == null ? "failed" : cause.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * As few questions as tell the moment within some percent: what they cost is the cloud's CPU time too.
     *
     * @param usualMillis how long it took so far
     */
    static Answer until(
            ComputeClient client, String path, int leastMillis, double usualMillis, Predicate<Answer> seen) {
        long deadline = System.nanoTime() + MOST.toNanos();
        double pause = Math.max(leastMillis, FIRST_ASK * usualMillis);
        while (System.nanoTime() - deadline < 0) {
            try {
                Thread.sleep((long) pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            pause = Math.max(leastMillis, NEXT_ASK * usualMillis);
            Answer answer = client.compute("GET", path, null);
            if (seen.test(answer)) {
                return answer;
            }
        }
        throw new IllegalStateException(path + " stayed as it is for " + MOST);
    }
}
