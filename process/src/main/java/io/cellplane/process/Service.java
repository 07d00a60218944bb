package io.cellplane.process;

import io.cellplane.contracts.metric.Metric;
import io.cellplane.process.config.HealthSettings;
import io.cellplane.process.health.Build;
import io.cellplane.process.health.HealthPage;
import io.cellplane.process.health.Pulse;
import io.cellplane.process.health.Readiness;
import io.cellplane.process.metrics.Meters;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running process: its parts, what it needs, and who may look at it. It ends at SIGTERM: first it is not ready any
 * more, then its parts are closed, the last one first.
 */
public final class Service {
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final Logger log = LoggerFactory.getLogger(Service.class);
    private final Parts parts = new Parts();
    private final Readiness readiness = new Readiness();
    private final Meters meters = new Meters();
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch stopping = new CountDownLatch(1);

    private Service() {}

    /** What a process does to start. */
    @FunctionalInterface
    public interface Start {
        /**
         * @throws InterruptedException when it is stopped meanwhile
         * @throws Exception what no waiting cures, as a wrong setting
         */
        void start(Service service) throws Exception;
    }

    /** Something that may not be there yet. */
    @FunctionalInterface
    public interface Attempt<T> {
        T make() throws Exception;
    }

    /**
     * Runs the process until it is told to stop; it exits with 1 where it cannot start.
     *
     * @param name as logs show it
     */
    public static void run(String name, Start start) throws InterruptedException {
        Logging.begin(name);
        Pulse.watch();
        Service service = new Service();
        Runtime.getRuntime().addShutdownHook(new Thread(service::stop, "stop"));
        service.readiness.need("its start", service.started::get);
        try {
            start.start(service);
            service.started.set(true);
            service.log.info("{} has started", name);
        } catch (InterruptedException e) {
            service.log.info("{} is stopped before it has started", name);
        } catch (Exception e) {
            service.log.error("not started: {}", e.getMessage() == null ? e.toString() : e.getMessage());
            service.log.debug("not started", e);
            System.exit(1);
        }
        new CountDownLatch(1).await();
    }

    /**
     * Serves whoever watches the process.
     *
     * @param schemas the migration that each kind of database must have had at the least
     */
    public void serveHealth(HealthSettings settings, Map<String, Integer> schemas) {
        Build build = Build.here();
        log.info("this is {}, commit {}", build.version(), build.commit());
        meters.table(Metric.BUILD, () -> Map.of(List.of(build.version(), build.commit()), 1));
        meters.table(
                Metric.SCHEMA_NEEDED,
                () -> schemas.entrySet().stream()
                        .collect(Collectors.toMap(each -> List.of(each.getKey()), Map.Entry::getValue)));
        meters.flag(Metric.READY, () -> readiness.missing().isEmpty());
        if (settings.port() != 0) {
            parts.add(new HealthPage(settings.host(), settings.port(), schemas, readiness, meters));
        }
    }

    public Readiness readiness() {
        return readiness;
    }

    public Meters meters() {
        return meters;
    }

    /** Closed when the process stops, those first that were added last. */
    public <T extends AutoCloseable> T add(T part) {
        return parts.add(part);
    }

    /** Something that throws while it is not so. */
    @FunctionalInterface
    public interface Check {
        void check() throws Exception;
    }

    /** {@link #make} for what is only to be checked. */
    public void await(String what, Check check) throws InterruptedException {
        make(what, () -> {
            check.check();
            return true;
        });
    }

    /**
     * Tries until it works: whatever a process needs may start after it. The first refusal and every change of its
     * words are logged.
     *
     * @param what as a need's name, that is missing meanwhile
     * @throws InterruptedException when the process is stopped meanwhile
     */
    public <T> T make(String what, Attempt<T> attempt) throws InterruptedException {
        readiness.need(what, () -> false);
        String said = "";
        while (true) {
            try {
                T made = attempt.make();
                readiness.need(what, () -> true);
                if (!said.isEmpty()) {
                    log.info("{} is there", what);
                }
                return made;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                String reason = reason(e);
                if (!reason.equals(said)) {
                    log.warn("waiting for {}: {}", what, reason);
                    said = reason;
                }
            }
            if (stopping.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InterruptedException("stopped while waiting for " + what);
            }
        }
    }

    /** What is done for each of several, none waiting for another. */
    @FunctionalInterface
    public interface Each<T> {
        void accept(T value) throws Exception;
    }

    /** Does it for all at once, and returns when all are done. */
    public <T> void beside(Collection<T> all, Each<T> work) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> begun = all.stream()
                    .map(each -> threads.submit(() -> {
                        work.accept(each);
                        return true;
                    }))
                    .toList();
            for (Future<Boolean> one : begun) {
                one.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException stopped) {
                throw stopped;
            }
            throw new IllegalStateException(reason(e.getCause() == null ? e : e.getCause()), e);
        }
    }

    private static String reason(Throwable e) {
        String words = e.getMessage() == null ? e.toString() : e.getMessage();
        return words.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(words);
    }

    private void stop() {
        log.info("stopping");
        readiness.stop();
        stopping.countDown();
        parts.close();
        meters.close();
        log.info("stopped");
    }
}
