package io.cellplane.api.ask;

import io.cellplane.bus.Bus;
import io.cellplane.bus.BusFailure;
import io.cellplane.bus.Unreadable;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.host.HostAnswer;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.metric.Metric;
import io.cellplane.db.control.HostMappingRow;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What hosts answer, before anybody believes it: such as a host can say, from the host that was asked. */
public final class HostAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(HostAnswers.class);
    private static final Duration ANSWER = Duration.ofSeconds(3);

    private HostAnswers() {}

    /**
     * Asks a host.
     *
     * @param subject one of {@link Subjects}' {@code ASK_} constants
     * @param isSound whether a host can say so
     * @return empty when nobody answers in time, as from a host that does not know the question, or what is answered is none
     */
    public static <A extends HostAnswer> Optional<A> of(
            Bus bus, HostMappingRow host, String subject, Object question, Class<A> type, Predicate<A> isSound) {
        try {
            A answer = Wire.decode(
                    bus.request(Subjects.question(host.host(), subject), Wire.encode(question), ANSWER)
                            .join(),
                    type);
            if (!host.hostUuid().equals(answer.hostUuid())) {
                refused(host, "identity");
            } else if (!isSound.test(answer)) {
                refused(host, "unreadable");
            } else {
                return Optional.of(answer);
            }
        } catch (Unreadable e) {
            refused(host, "unreadable");
        } catch (CompletionException | BusFailure e) {
            LOG.info("host {} was not asked: {}", host.host(), e.getMessage());
        }
        return Optional.empty();
    }

    /** Counts what a host says that no host can. */
    public static void refused(HostMappingRow host, String why) {
        Metrics.counter(Metric.HOST_WORDS_REFUSED.id(), "cell", host.cell(), "why", why)
                .increment();
        LOG.warn("host {} answers what is no answer ({}): it counts as silent", host.host(), why);
    }
}
