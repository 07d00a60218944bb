package io.cellplane.compute.agent;

import io.cellplane.bus.BusFailure;
import io.cellplane.bus.Message;
import io.cellplane.bus.Unreadable;
import io.cellplane.bus.Wire;
import io.cellplane.compute.hypervisor.Hypervisor;
import io.cellplane.compute.hypervisor.KeptGuest;
import io.cellplane.compute.journal.Journal;
import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.host.GuestsAnswer;
import io.cellplane.contracts.host.GuestsQuestion;
import io.cellplane.contracts.host.KeptFact;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what is asked of the host. It reads the hypervisor and the journal; it has no way to change either. */
final class Questions {
    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);

    private final Identity identity;
    private final Hypervisor hypervisor;
    private final Journal journal;
    private final LogKeys keys;

    Questions(Identity identity, Hypervisor hypervisor, Journal journal, LogKeys keys) {
        this.identity = identity;
        this.hypervisor = hypervisor;
        this.journal = journal;
        this.keys = keys;
    }

    /** What it does not understand stays without an answer. */
    void answer(Message message) {
        try (var _ = keys.ofHost()) {
            if (!message.subject().equals(Subjects.question(identity.host(), Subjects.ASK_GUESTS))) {
                LOG.warn("a question was not understood: {}", message.subject());
                return;
            }
            message.respond(Wire.encode(guests(Wire.decode(message.payload(), GuestsQuestion.class))));
        } catch (Unreadable e) {
            LOG.warn("a question was not understood: {}", e.getMessage());
        } catch (BusFailure e) {
            LOG.debug("an answer was not sent: {}", e.getMessage());
        }
    }

    private GuestsAnswer guests(GuestsQuestion question) {
        String after = question.after() == null ? "" : question.after().toString();
        int most = Math.clamp(question.most(), 1, GuestsQuestion.PAGE);
        Map<UUID, PowerState> guests = hypervisor.guests();
        List<KeptGuest> kept = hypervisor.kept();
        List<UUID> servers = Stream.concat(
                        guests.keySet().stream(), kept.stream().map(KeptGuest::server))
                .distinct()
                .filter(server -> server.toString().compareTo(after) > 0)
                .sorted(Comparator.comparing(UUID::toString))
                .limit(most + 1L)
                .toList();
        boolean more = servers.size() > most;
        Set<UUID> page = Set.copyOf(more ? servers.subList(0, most) : servers);
        return new GuestsAnswer(
                identity.host(),
                identity.hostUuid(),
                guests.entrySet().stream()
                        .filter(guest -> page.contains(guest.getKey()))
                        .map(this::fact)
                        .toList(),
                kept.stream()
                        .filter(each -> page.contains(each.server()))
                        .map(each -> new KeptFact(each.server(), each.by().operation(), each.ran()))
                        .toList(),
                more);
    }

    private GuestFact fact(Map.Entry<UUID, PowerState> guest) {
        long generation = journal.newest(guest.getKey()).generation();
        return new GuestFact(
                guest.getKey(),
                generation == Long.MIN_VALUE ? null : generation,
                guest.getValue(),
                hypervisor.maker(guest.getKey()).map(Step::operation).orElse(null));
    }
}
