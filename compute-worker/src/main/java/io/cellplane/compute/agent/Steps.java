package io.cellplane.compute.agent;

import io.cellplane.compute.hypervisor.Hypervisor;
import io.cellplane.compute.hypervisor.HypervisorFailure;
import io.cellplane.compute.journal.Entry;
import io.cellplane.compute.journal.Entry.State;
import io.cellplane.compute.journal.Journal;
import io.cellplane.compute.journal.StepKey;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.fault.FaultPoints;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Verb;
import io.cellplane.contracts.server.PowerState;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one command does: the journal's line first, then the effect, then the line with the outcome. */
final class Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

    private final Hypervisor hypervisor;
    private final Journal journal;
    private final Clock clock;
    private final Runnable changed;

    /** @param changed told after each effect on the guests */
    Steps(Hypervisor hypervisor, Journal journal, Clock clock, Runnable changed) {
        this.hypervisor = hypervisor;
        this.journal = journal;
        this.clock = clock;
        this.changed = changed;
    }

    /** In the server's lane. An outcome is recorded and told to the run; an interrupt leaves none. */
    void act(Run run) throws InterruptedException {
        Command command = run.command();
        if (command.generation() < journal.generation(command.server())) {
            run.complete(stale(command));
            return;
        }
        record(command, State.RUNNING, Reply.running(0));
        Reply reply;
        try {
            FaultPoints.before("host." + command.verb().token());
            reply = Reply.done(effect(command));
            FaultPoints.after("host." + command.verb().token());
        } catch (RuntimeException e) {
            // Removing has no alternative, so it is tried for as long as somebody asks.
            if (command.verb() != Verb.SPAWN || run.stopped()) {
                trouble(run, e);
                return;
            }
            reply = Reply.refused(Failure.SPAWN_REFUSED.type(), words(e));
        } finally {
            changed.run();
        }
        if (!run.undone()) {
            record(command, reply.state() == Reply.State.DONE ? State.DONE : State.REFUSED, reply);
            run.complete(reply);
            LOG.info("{} {} {}", command.verb().token(), reply.state(), reply.message() == null ? "" : reply.message());
        }
    }

    private Map<String, String> effect(Command command) throws InterruptedException {
        return switch (command.verb()) {
            case SPAWN -> {
                GuestSpec guest = command.guest();
                if (guest == null) {
                    throw new HypervisorFailure("the command says nothing about the guest");
                }
                PowerState power = hypervisor.spawn(guest);
                yield Map.of("power_state", String.valueOf(power.code()));
            }
            case DESTROY -> {
                hypervisor.destroy(command.server());
                yield Map.of();
            }
        };
    }

    /** In the server's lane, after {@link #beginUndo} and the end of the do. */
    void undo(Run run) throws InterruptedException {
        Command command = run.command();
        StepKey maker = journal.maker(command.server());
        boolean mine = maker == null || maker.equals(StepKey.of(command));
        if (command.verb() == Verb.SPAWN && mine) {
            try {
                hypervisor.destroy(command.server());
            } catch (RuntimeException e) {
                trouble(run, e);
                return;
            } finally {
                changed.run();
            }
        }
        record(command, State.UNDONE, Reply.undone());
        run.complete(Reply.undone());
        LOG.info("{} undone", command.verb().token());
    }

    void beginUndo(Command command) {
        record(command, State.UNDOING, Reply.undone());
    }

    void fence(Command command) {
        record(command, State.UNDONE, Reply.undone());
        LOG.info("operation fenced");
    }

    private static void trouble(Run run, RuntimeException e) {
        run.trouble(words(e));
        LOG.warn("{} failed, to be tried again: {}", run.command().verb().token(), words(e));
    }

    /** Only a driver's own failure is worded for others; anything else might quote a secret. */
    private static String words(RuntimeException e) {
        return e instanceof HypervisorFailure
                ? String.valueOf(e.getMessage())
                : "Unexpected failure of the hypervisor: " + e.getClass().getSimpleName();
    }

    private void record(Command command, State state, Reply reply) {
        journal.append(Entry.of(command, state, reply, clock.instant()));
    }

    static Reply stale(Command command) {
        return Reply.refused(
                Failure.STALE.type(), Failure.STALE.text() + " Generation " + command.generation() + " is over.");
    }
}
