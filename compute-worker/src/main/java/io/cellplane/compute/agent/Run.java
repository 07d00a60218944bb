package io.cellplane.compute.agent;

import io.cellplane.compute.journal.StepKey;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A command that was taken and is under way. Whoever asks for it meanwhile waits for the same outcome. */
final class Run {
    private final Command command;
    private final CompletableFuture<Reply> outcome = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable Thread thread;
    private boolean stopped;
    private boolean undone;
    private long deadlineNanos;
    private volatile @Nullable String trouble;

    /** A do and the undo of it are two runs. */
    record Id(StepKey key, boolean undo) {
        static Id of(Command command) {
            return new Id(StepKey.of(command), command.undo());
        }
    }

    Run(Command command) {
        this.command = command;
    }

    Command command() {
        return command;
    }

    /** Runs the work on a virtual thread of its own. */
    synchronized void start(Runnable work) {
        thread = Thread.ofVirtual()
                .name(command.word() + "-" + command.server())
                .start(() -> {
                    try {
                        work.run();
                    } finally {
                        end();
                    }
                });
    }

    private synchronized void end() {
        thread = null;
        ended.complete(null);
    }

    /** Interrupts it; it may be asked for again, unless an undo or a fence stops it for ever. */
    synchronized void stop(boolean forEver) {
        stopped = true;
        undone |= forEver;
        if (thread != null) {
            thread.interrupt();
        }
    }

    synchronized boolean stopped() {
        return stopped;
    }

    /** Whether its outcome, if any, does not count any more. */
    synchronized boolean undone() {
        return undone;
    }

    /** Who asks again gives it more time, never less. */
    synchronized void extend(long nowNanos, long timeLeftMillis) {
        long asked = nowNanos + TimeUnit.MILLISECONDS.toNanos(timeLeftMillis);
        if (deadlineNanos == 0 || asked - deadlineNanos > 0) {
            deadlineNanos = asked;
        }
    }

    synchronized long leftNanos(long nowNanos) {
        return deadlineNanos - nowNanos;
    }

    /** Waits until nothing of it runs any more. */
    void awaitEnd() throws InterruptedException {
        try {
            ended.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    void whenEnded(Runnable then) {
        var _ = ended.thenRun(then);
    }

    void complete(Reply reply) {
        outcome.complete(reply);
    }

    /** It failed in a way that says nothing about the next try. */
    void trouble(String message) {
        trouble = message;
    }

    /** The outcome, or after that time how it stands. */
    Reply await(Duration hold) throws InterruptedException {
        try {
            return outcome.get(hold.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Reply.trouble(trouble);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
