package io.cellplane.api.audit;

import io.cellplane.bus.Bus;
import io.cellplane.bus.BusFailure;
import io.cellplane.bus.Unreadable;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.host.GuestPowers;
import io.cellplane.contracts.host.GuestsAnswer;
import io.cellplane.contracts.host.GuestsQuestion;
import io.cellplane.contracts.host.KeptFact;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.metric.Metric;
import io.cellplane.db.audit.HostGuests;
import io.cellplane.db.control.HostMappingRow;
import io.micrometer.core.instrument.Metrics;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks hosts what runs on them, all of them at once. */
@Singleton
final class HostQuestions {
    private static final Logger LOG = LoggerFactory.getLogger(HostQuestions.class);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final int PAGES = GuestPowers.MOST / GuestsQuestion.PAGE;

    private final CellBuses buses;

    HostQuestions(CellBuses buses) {
        this.buses = buses;
    }

    /** Returns after a few seconds at most for each of ten pages. A host whose answers are none counts as silent. */
    List<HostGuests> guests(List<HostMappingRow> hosts) {
        Map<String, Optional<Bus>> reached = new HashMap<>();
        hosts.forEach(host -> reached.computeIfAbsent(host.cell(), buses::of));
        List<Future<HostGuests>> asked;
        // Closing waits for all.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            asked = hosts.stream()
                    .map(host -> threads.submit(() -> reached.getOrDefault(host.cell(), Optional.empty())
                            .map(bus -> guests(bus, host))
                            .orElseGet(() -> HostGuests.silent(host.cell(), host.host()))))
                    .toList();
        }
        return asked.stream().map(Future::resultNow).toList();
    }

    private static HostGuests guests(Bus bus, HostMappingRow host) {
        List<GuestFact> all = new ArrayList<>();
        List<KeptFact> kept = new ArrayList<>();
        GuestsQuestion question = GuestsQuestion.first();
        try {
            for (int page = 1; page <= PAGES; page++) {
                GuestsAnswer answer = Wire.decode(
                        bus.request(Subjects.question(host.host(), Subjects.ASK_GUESTS), Wire.encode(question), ANSWER)
                                .join(),
                        GuestsAnswer.class);
                if (!host.hostUuid().equals(answer.hostUuid())) {
                    return refused(host, "identity");
                }
                if (!answer.answers(question)) {
                    return refused(host, "unreadable");
                }
                all.addAll(answer.guests());
                kept.addAll(answer.kept());
                UUID last = answer.last();
                if (!answer.more() || last == null) {
                    return new HostGuests(host.cell(), host.host(), all, kept);
                }
                question = question.next(last);
            }
            return refused(host, "size");
        } catch (Unreadable e) {
            return refused(host, "unreadable");
        } catch (CompletionException | BusFailure e) {
            LOG.info("host {} was not asked: {}", host.host(), e.getMessage());
            return HostGuests.silent(host.cell(), host.host());
        }
    }

    private static HostGuests refused(HostMappingRow host, String why) {
        Metrics.counter(Metric.HOST_WORDS_REFUSED.id(), "cell", host.cell(), "why", why)
                .increment();
        LOG.warn("host {} answers what is no answer ({}): it counts as silent", host.host(), why);
        return HostGuests.silent(host.cell(), host.host());
    }
}
