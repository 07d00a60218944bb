package io.cellplane.compute.agent;

import io.cellplane.compute.copy.KeeperAway;
import io.cellplane.compute.hypervisor.HypervisorAway;
import io.cellplane.compute.hypervisor.HypervisorFailure;
import io.cellplane.compute.image.ImageStoreAway;
import io.cellplane.compute.journal.Entry;
import io.cellplane.compute.journal.Entry.State;
import io.cellplane.compute.journal.Journal;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.fault.FaultPoints;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Verb;
import java.time.Clock;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one command does: the journal's line first, then the effect, then the line with the outcome. */
final class Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

    private final Effects effects;
    private final Journal journal;
    private final Clock clock;
    private final Runnable changed;

    /** @param changed told after each effect on the guests */
    Steps(Effects effects, Journal journal, Clock clock, Runnable changed) {
        this.effects = effects;
        this.journal = journal;
        this.clock = clock;
        this.changed = changed;
    }

    /** In the server's lane. An outcome is recorded and told to the run; an interrupt leaves none. */
    void act(Run run) throws InterruptedException {
        Command command = run.command();
        if (bound(command) && journal.newest(command.server()).isNewerThan(command)) {
            run.complete(stale(command));
            return;
        }
        record(command, State.RUNNING, Reply.running());
        Reply reply;
        try {
            reply = effect(run);
        } catch (Refused e) {
            reply = Reply.refused(e.failure().type(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            Failure failure = command.verb().refused();
            if (failure == null || isAway(e) || run.stopped()) {
                trouble(run, e);
                return;
            }
            reply = Reply.refused(failure.type(), words(e));
        } finally {
            changed.run();
        }
        if (!run.undone()) {
            record(command, reply.state() == Reply.State.DONE ? State.DONE : State.REFUSED, reply);
            run.complete(reply);
            LOG.info("{} {} {}", command.word(), reply.state(), reply.message() == null ? "" : reply.message());
        }
    }

    private Reply effect(Run run) throws InterruptedException {
        Command command = run.command();
        Order order = Objects.requireNonNull(command.order());
        String point = "host." + command.word();
        FaultPoints.before(point);
        Reply reply = Reply.done(effects.of(command, order));
        FaultPoints.after(point);
        return reply;
    }

    /** In the server's lane, after {@link #beginUndo} and the end of the do. */
    void undo(Run run) throws InterruptedException {
        Command command = run.command();
        String point = "host.undo-" + command.verb().token();
        try {
            FaultPoints.before(point);
            effects.undo(command);
            FaultPoints.after(point);
        } catch (RuntimeException e) {
            trouble(run, e);
            return;
        } finally {
            changed.run();
        }
        record(command, State.UNDONE, Reply.undone());
        run.complete(Reply.undone());
        LOG.info("{} undone", command.verb().token());
    }

    /**
     * Whether it is refused when the host was told of a newer placing. What names whose guest it discards, brings back, keeps
     * again or leaves alone hits nothing newer, and that guest may be all that is left: it is never too late. Who made a guest is
     * no such name: one that was kept and is back has its old maker.
     */
    static boolean bound(Command command) {
        return command.undo() ? command.verb().undo() == Verb.Undo.REMOVES_ITS_OWN : command.verb() != Verb.DISCARD;
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
        LOG.warn("{} failed, to be tried again: {}", run.command().word(), words(e));
    }

    /** Whether nothing is known of the next try. */
    private static boolean isAway(RuntimeException e) {
        return e instanceof ImageStoreAway || e instanceof KeeperAway || e instanceof HypervisorAway;
    }

    /** Only these are worded for others; anything else might quote a secret. */
    private static String words(RuntimeException e) {
        return e instanceof HypervisorFailure || isAway(e) || e instanceof Refused
                ? String.valueOf(e.getMessage())
                : "Unexpected failure of the hypervisor: " + e.getClass().getSimpleName();
    }

    private void record(Command command, State state, Reply reply) {
        journal.append(Entry.of(command, state, reply, clock.instant()));
    }

    static Reply stale(Command command) {
        return Reply.refused(
                Failure.STALE.type(),
                Failure.STALE.text() + " Placing " + command.placing() + ", generation " + command.generation()
                        + ", is over.");
    }
}
