package io.cellplane.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.ask.GivenBuses;
import io.cellplane.bus.InProcessBus;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.host.GuestsAnswer;
import io.cellplane.contracts.host.GuestsQuestion;
import io.cellplane.contracts.host.KeptFact;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.db.audit.HostGuests;
import io.cellplane.db.control.HostMappingRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HostQuestionsTest {
    private final InProcessBus bus = new InProcessBus();
    private final HostQuestions questions = new HostQuestions(new GivenBuses(Map.of("cell1", bus.connect("api"))));
    private final UUID hostUuid = UUID.randomUUID();

    private HostMappingRow mapped(String host, String cell) {
        return new HostMappingRow(host, cell, hostUuid, Instant.EPOCH);
    }

    /** Answers as an agent does, two servers at a time. */
    private void host(String host, UUID uuid, List<GuestFact> guests, List<KeptFact> kept) {
        bus.connect(host).subscribe(Subjects.questions(host), message -> {
            GuestsQuestion question = Wire.decode(message.payload(), GuestsQuestion.class);
            String after = String.valueOf(question.after() == null ? "" : question.after());
            List<UUID> rest = Stream.concat(
                            guests.stream().map(GuestFact::server),
                            kept.stream().map(KeptFact::server))
                    .distinct()
                    .filter(server -> server.toString().compareTo(after) > 0)
                    .sorted(Comparator.comparing(UUID::toString))
                    .toList();
            List<UUID> page = rest.stream().limit(2).toList();
            message.respond(Wire.encode(new GuestsAnswer(
                    host,
                    uuid,
                    guests.stream()
                            .filter(guest -> page.contains(guest.server()))
                            .toList(),
                    kept.stream().filter(each -> page.contains(each.server())).toList(),
                    rest.size() > page.size())));
        });
    }

    @Test
    void all_pages_are_read() {
        List<GuestFact> guests = Stream.generate(
                        () -> new GuestFact(UUID.randomUUID(), 1L, PowerState.RUNNING, UUID.randomUUID()))
                .limit(5)
                .toList();
        List<KeptFact> kept = Stream.generate(() -> new KeptFact(UUID.randomUUID(), UUID.randomUUID(), true))
                .limit(5)
                .toList();
        host("h.1", hostUuid, guests, kept);
        assertThat(questions.guests(List.of(mapped("h.1", "cell1"))))
                .singleElement()
                .satisfies(host -> assertThat(host.guests()).containsExactlyInAnyOrderElementsOf(guests))
                .satisfies(host -> assertThat(host.kept()).containsExactlyInAnyOrderElementsOf(kept));
    }

    @Test
    void who_is_away_answers_otherwise_or_is_in_a_cell_without_a_bus_was_not_asked() {
        host("other", UUID.randomUUID(), List.of(), List.of());
        bus.connect("odd")
                .subscribe(
                        Subjects.questions("odd"), message -> message.respond("odd".getBytes(StandardCharsets.UTF_8)));
        assertThat(questions.guests(List.of(
                        mapped("away", "cell1"),
                        mapped("other", "cell1"),
                        mapped("odd", "cell1"),
                        mapped("far", "cell2"))))
                .containsExactly(
                        HostGuests.silent("cell1", "away"),
                        HostGuests.silent("cell1", "other"),
                        HostGuests.silent("cell1", "odd"),
                        HostGuests.silent("cell2", "far"));
    }

    private void answering(String host, Function<GuestsQuestion, GuestsAnswer> answer) {
        bus.connect(host)
                .subscribe(
                        Subjects.questions(host),
                        message -> message.respond(
                                Wire.encode(answer.apply(Wire.decode(message.payload(), GuestsQuestion.class)))));
    }

    private static GuestFact guest(UUID server) {
        return new GuestFact(server, 1L, PowerState.RUNNING, null);
    }

    @Test
    @Timeout(60)
    void a_host_whose_pages_do_not_end_holds_nobody() {
        UUID same = UUID.randomUUID();
        AtomicLong next = new AtomicLong();
        answering("turns", _ -> new GuestsAnswer("turns", hostUuid, List.of(guest(same)), List.of(), true));
        answering(
                "grows",
                _ -> new GuestsAnswer(
                        "grows", hostUuid, List.of(guest(new UUID(next.incrementAndGet(), 0))), List.of(), true));
        answering("well", _ -> new GuestsAnswer("well", hostUuid, List.of(guest(same)), List.of(), false));
        assertThat(questions.guests(
                        List.of(mapped("turns", "cell1"), mapped("grows", "cell1"), mapped("well", "cell1"))))
                .containsExactly(
                        HostGuests.silent("cell1", "turns"),
                        HostGuests.silent("cell1", "grows"),
                        new HostGuests("cell1", "well", List.of(guest(same)), List.of()));
    }

    @Test
    void a_page_with_more_than_was_asked_for_or_with_guests_that_are_none_is_no_answer() {
        List<GuestFact> many = Stream.generate(() -> guest(UUID.randomUUID()))
                .limit(GuestsQuestion.PAGE + 1)
                .toList();
        answering("many", _ -> new GuestsAnswer("many", hostUuid, many, List.of(), false));
        bus.connect("none")
                .subscribe(
                        Subjects.questions("none"),
                        message -> message.respond(
                                ("{\"hostUuid\":\"" + hostUuid + "\",\"guests\":[null,{}],\"kept\":[{}]}")
                                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(questions.guests(List.of(mapped("many", "cell1"), mapped("none", "cell1"))))
                .containsExactly(HostGuests.silent("cell1", "many"), HostGuests.silent("cell1", "none"));
    }
}
