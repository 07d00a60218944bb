package io.cellplane.compute.agent;

import io.cellplane.bus.BusFailure;
import io.cellplane.bus.Message;
import io.cellplane.bus.Unreadable;
import io.cellplane.bus.Wire;
import io.cellplane.compute.hypervisor.Hypervisor;
import io.cellplane.compute.hypervisor.HypervisorAway;
import io.cellplane.compute.hypervisor.HypervisorFailure;
import io.cellplane.compute.hypervisor.KeptGuest;
import io.cellplane.compute.journal.Journal;
import io.cellplane.contracts.host.ConsoleAnswer;
import io.cellplane.contracts.host.ConsoleQuestion;
import io.cellplane.contracts.host.DiagnosticsAnswer;
import io.cellplane.contracts.host.DiagnosticsQuestion;
import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.host.GuestsAnswer;
import io.cellplane.contracts.host.GuestsQuestion;
import io.cellplane.contracts.host.HostAnswer;
import io.cellplane.contracts.host.KeptFact;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what is asked of the host. It reads the hypervisor and the journal; it has no way to change either. */
final class Questions {
    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);
    /** How many may be under way; more stay without an answer. */
    private static final int MOST = 16;

    private final Identity identity;
    private final Hypervisor hypervisor;
    private final Journal journal;
    private final Resuming resuming;
    private final LogKeys keys;
    private final Semaphore free = new Semaphore(MOST);

    Questions(Identity identity, Hypervisor hypervisor, Journal journal, Resuming resuming, LogKeys keys) {
        this.identity = identity;
        this.hypervisor = hypervisor;
        this.journal = journal;
        this.resuming = resuming;
        this.keys = keys;
    }

    /** On a thread of its own, since a hypervisor may take its time. What it does not understand stays without an answer. */
    void answer(Message message) {
        if (!free.tryAcquire()) {
            return;
        }
        Thread.ofVirtual().name("question").start(() -> {
            try (var _ = keys.ofHost()) {
                HostAnswer answer = answered(message);
                if (answer == null) {
                    LOG.warn("a question was not understood: {}", message.subject());
                } else {
                    message.respond(Wire.encode(answer));
                }
            } catch (Unreadable e) {
                LOG.warn("a question was not understood: {}", e.getMessage());
            } catch (BusFailure e) {
                LOG.debug("an answer was not sent: {}", e.getMessage());
            } catch (HypervisorAway | HypervisorFailure e) {
                LOG.warn("a question was not answered: {}", e.getMessage());
            } finally {
                free.release();
            }
        });
    }

    private @Nullable HostAnswer answered(Message message) {
        String subject = message.subject();
        String question = subject.substring(subject.lastIndexOf('.') + 1);
        byte[] said = message.payload();
        return switch (question) {
            case Subjects.ASK_GUESTS -> guests(Wire.decode(said, GuestsQuestion.class));
            case Subjects.ASK_CONSOLE -> console(Wire.decode(said, ConsoleQuestion.class));
            case Subjects.ASK_DIAGNOSTICS -> diagnostics(Wire.decode(said, DiagnosticsQuestion.class));
            default -> null;
        };
    }

    private @Nullable ConsoleAnswer console(ConsoleQuestion question) {
        if (question.server() == null) {
            return null;
        }
        boolean there = hypervisor.guest(question.server()).isPresent();
        Optional<String> output = there
                ? hypervisor.console(question.server()).map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                : Optional.empty();
        return new ConsoleAnswer(
                identity.hostUuid(),
                there,
                output.map(text -> last(text, question.lines())).orElse(null));
    }

    private static String last(String text, @Nullable Integer pieces) {
        if (pieces == null) {
            return text;
        }
        if (pieces <= 0) {
            return "";
        }
        int from = text.length();
        for (int piece = 0; piece < pieces && from >= 0; piece++) {
            from = text.lastIndexOf('\n', from - 1);
        }
        return text.substring(from + 1);
    }

    private @Nullable DiagnosticsAnswer diagnostics(DiagnosticsQuestion question) {
        if (question.server() == null) {
            return null;
        }
        PowerState power = hypervisor.guest(question.server()).orElse(null);
        return new DiagnosticsAnswer(
                identity.hostUuid(),
                power,
                power == PowerState.RUNNING
                        ? hypervisor.diagnostics(question.server()).orElse(null)
                        : null);
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
                more,
                hypervisor.storage());
    }

    private GuestFact fact(Map.Entry<UUID, PowerState> guest) {
        long generation = journal.newest(guest.getKey()).generation();
        return new GuestFact(
                guest.getKey(),
                generation == Long.MIN_VALUE ? null : generation,
                guest.getValue(),
                hypervisor.maker(guest.getKey()).map(Step::operation).orElse(null),
                resuming.resumes(guest.getKey()));
    }
}
