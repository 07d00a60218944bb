package io.cellplane.openstack.doctor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Examines the services when a process starts and again and again; what is found first, or found no more, is logged. */
public final class Rounds implements AutoCloseable {
    /** Seldom, and soon enough for who mends something. */
    public static final Duration USUAL = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Doctor doctor;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("doctor").factory());
    private volatile List<Finding> found = List.of();

    public Rounds(Doctor doctor) {
        this.doctor = doctor;
    }

    /** @param every from the end of one examination to the next */
    public Rounds start(Duration every) {
        var _ = thread.scheduleWithFixedDelay(this::round, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    private void round() {
        try {
            List<Finding> before = found;
            List<Finding> now = doctor.examine();
            found = now;
            now.stream().filter(each -> !before.contains(each)).forEach(each -> LOG.warn("{}", each));
            before.stream().filter(each -> !now.contains(each)).forEach(each -> LOG.info("no more: {}", each.what()));
        } catch (RuntimeException e) {
            LOG.warn("the services could not be examined: {}", e.toString());
        }
    }

    /** What the last examination found, as sentences; empty before the first. */
    public List<String> found() {
        return found.stream().map(Finding::toString).toList();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
