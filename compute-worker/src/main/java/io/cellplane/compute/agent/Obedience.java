package io.cellplane.compute.agent;

import io.cellplane.compute.journal.Entry;
import io.cellplane.compute.journal.Entry.State;
import io.cellplane.compute.journal.Journal;
import io.cellplane.compute.journal.Newest;
import io.cellplane.compute.journal.StepKey;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.Reply;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides for each command whether it is answered from the journal, joins what is under way, or is taken. */
final class Obedience {
    private static final Logger LOG = LoggerFactory.getLogger(Obedience.class);

    private final Journal journal;
    private final Steps steps;
    private final Patience patience;
    private final ScheduledExecutorService timer;
    private final LogKeys keys;
    private final Lanes lanes = new Lanes();
    private final Object taking = new Object();
    private final Map<Run.Id, Run> runs = new ConcurrentHashMap<>();
    private final Map<UUID, Newest> taken = new ConcurrentHashMap<>();

    Obedience(Journal journal, Steps steps, Patience patience, ScheduledExecutorService timer, LogKeys keys) {
        this.journal = journal;
        this.steps = steps;
        this.patience = patience;
        this.timer = timer;
        this.keys = keys;
    }

    /** The recorded answer, or the outcome if it comes while the answer may be held back, or how it stands. */
    Reply ask(Command command) throws InterruptedException {
        Run run;
        synchronized (taking) {
            run = underWay(command);
            if (run == null) {
                Reply known = known(command);
                if (known != null) {
                    return known;
                }
                if (!command.undo() && command.timeLeftMillis() <= 0) {
                    return Reply.running();
                }
                run = take(command);
            }
        }
        run.extend(System.nanoTime(), command.timeLeftMillis());
        return run.await(patience.hosts().hold());
    }

    /** What runs for the command itself, or undoes it: its outcome is the answer for both. */
    private @Nullable Run underWay(Command command) {
        Run run = runs.get(Run.Id.of(command));
        if (run != null || command.undo()) {
            return run;
        }
        Run undo = runs.get(new Run.Id(StepKey.of(command), true));
        return undo != null ? undo : runs.get(fenceOf(command.operation()));
    }

    private @Nullable Reply known(Command command) {
        StepKey key = StepKey.of(command);
        if (key.fences() ? journal.fenced(key.operation()) : !command.undo() && journal.fenced(key.operation())) {
            return Reply.undone();
        }
        Entry entry = journal.find(key);
        if (entry != null && (!command.undo() || entry.state() == State.UNDONE)) {
            Reply answer = entry.answer();
            if (answer != null) {
                return answer;
            }
        }
        if (key.fences() || !Steps.bound(command)) {
            return null;
        }
        Newest newest = journal.newest(command.server()).and(taken.getOrDefault(command.server(), Newest.NONE));
        if (newest.isNewerThan(command)) {
            return Steps.stale(command);
        }
        return command.undo() || !journal.mayHaveLost(key.operation()) ? null : inDoubt(command);
    }

    /**
     * A step of which a line may be lost may have been done, undone and followed by others. What makes or changes a guest
     * is refused: done late it would start, stop or take away a guest that is somebody's by now, and every operation knows
     * how to go on or back from a refusal. What only takes away, and what names whose it takes, has no alternative and is
     * done again, as are undos and fences: they find nothing, or what their own operation left. A newer guest of the server
     * is not there for them to hit: while a host owes such a cleaning, it is not chosen for that server.
     */
    private static @Nullable Reply inDoubt(Command command) {
        Failure failure = command.verb().refused();
        return failure == null
                ? null
                : Reply.refused(
                        failure.type(),
                        "The host's journal was damaged: whether this was done before is not known, so it is not done.");
    }

    private Run take(Command command) {
        Run run = new Run(command);
        Run.Id id = Run.Id.of(command);
        runs.put(id, run);
        run.extend(System.nanoTime(), command.timeLeftMillis());
        if (!id.key().fences()) {
            taken.merge(command.server(), Newest.of(command), Newest::and);
        }
        run.start(() -> {
            try (var _ = keys.of(command)) {
                work(run);
            } catch (InterruptedException e) {
                LOG.info("{} stopped", command.word());
            } catch (RuntimeException e) {
                run.trouble(e.getClass().getSimpleName());
                LOG.error("{} failed without an outcome", command.word(), e);
            } finally {
                runs.remove(id, run);
            }
        });
        if (!command.undo()) {
            watch(run);
        }
        return run;
    }

    private void work(Run run) throws InterruptedException {
        Command command = run.command();
        if (StepKey.of(command).fences()) {
            steps.fence(command);
            stop(runs.values().stream()
                    .filter(other -> !other.command().undo())
                    .filter(other -> other.command().operation().equals(command.operation()))
                    .toList());
            run.complete(Reply.undone());
            return;
        }
        if (command.undo()) {
            steps.beginUndo(command);
            Run done = runs.get(new Run.Id(StepKey.of(command), false));
            stop(done == null ? List.of() : List.of(done));
        }
        lanes.enter(command.server());
        try {
            if (command.undo()) {
                steps.undo(run);
            } else if (!run.stopped()) {
                steps.act(run);
            }
        } finally {
            lanes.leave(command.server());
        }
    }

    private static void stop(List<Run> others) throws InterruptedException {
        for (Run other : others) {
            other.stop(true);
        }
        for (Run other : others) {
            other.awaitEnd();
        }
    }

    /** Stops a do whose time is over; nothing is recorded, so who asks again starts it again. */
    private void watch(Run run) {
        long left = run.leftNanos(System.nanoTime());
        if (left > 0) {
            var check = timer.schedule(() -> watch(run), left, TimeUnit.NANOSECONDS);
            run.whenEnded(() -> check.cancel(false));
        } else {
            run.stop(false);
        }
    }

    /** Ends everything under way without an outcome; it is taken up again when it is asked for again. */
    void stopAll() {
        runs.values().forEach(run -> run.stop(false));
    }

    private static Run.Id fenceOf(UUID operation) {
        return new Run.Id(new StepKey(operation, Command.EVERY_STEP, 0), true);
    }
}
