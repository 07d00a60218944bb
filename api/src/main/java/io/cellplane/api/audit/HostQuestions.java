package io.cellplane.api.audit;

import io.cellplane.api.ask.CellBuses;
import io.cellplane.api.ask.HostAnswers;
import io.cellplane.bus.Bus;
import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.host.GuestPowers;
import io.cellplane.contracts.host.GuestsAnswer;
import io.cellplane.contracts.host.GuestsQuestion;
import io.cellplane.contracts.host.KeptFact;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.db.audit.HostGuests;
import io.cellplane.db.control.HostMappingRow;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks hosts what runs on them, all of them at once. */
@Singleton
final class HostQuestions {
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
        for (int page = 1; page <= PAGES; page++) {
            GuestsQuestion asked = question;
            GuestsAnswer answer = HostAnswers.of(
                            bus, host, Subjects.ASK_GUESTS, asked, GuestsAnswer.class, said -> said.answers(asked))
                    .orElse(null);
            if (answer == null) {
                return HostGuests.silent(host.cell(), host.host());
            }
            all.addAll(answer.guests());
            kept.addAll(answer.kept());
            UUID last = answer.last();
            if (!answer.more() || last == null) {
                return new HostGuests(host.cell(), host.host(), all, kept);
            }
            question = question.next(last);
        }
        HostAnswers.refused(host, "size");
        return HostGuests.silent(host.cell(), host.host());
    }
}
