package io.cellplane.compute.agent;

import io.cellplane.bus.BusFailure;
import io.cellplane.bus.Message;
import io.cellplane.bus.Unreadable;
import io.cellplane.bus.Wire;
import io.cellplane.compute.hypervisor.Hypervisor;
import io.cellplane.compute.journal.Journal;
import io.cellplane.compute.journal.StepKey;
import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.host.GuestsAnswer;
import io.cellplane.contracts.host.GuestsQuestion;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.server.PowerState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
        List<GuestFact> page = hypervisor.guests().entrySet().stream()
                .filter(guest -> guest.getKey().toString().compareTo(after) > 0)
                .sorted(Comparator.comparing(guest -> guest.getKey().toString()))
                .limit(most + 1L)
                .map(this::fact)
                .toList();
        boolean more = page.size() > most;
        return new GuestsAnswer(identity.host(), identity.hostUuid(), more ? page.subList(0, most) : page, more);
    }

    private GuestFact fact(Map.Entry<UUID, PowerState> guest) {
        StepKey maker = journal.maker(guest.getKey());
        long generation = journal.generation(guest.getKey());
        return new GuestFact(
                guest.getKey(),
                generation == Long.MIN_VALUE ? null : generation,
                guest.getValue(),
                maker == null ? null : maker.operation());
    }
}
