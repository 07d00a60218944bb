package io.cellplane.activities.cell.relay;

import io.cellplane.bus.Bus;
import io.cellplane.bus.BusAway;
import io.cellplane.bus.BusFailure;
import io.cellplane.bus.NoResponders;
import io.cellplane.bus.RequestTimedOut;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.GuestsAnswer;
import io.cellplane.contracts.host.GuestsQuestion;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.metric.Metric;
import io.cellplane.temporal.step.Hosts.HostStep;
import io.micrometer.core.instrument.Metrics;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a host until its journal has an outcome. A host that answers and cannot act is as good as silent: for what only
 * cleans while it tells of trouble, for everything once it has had the time that the step gives it.
 */
record Asking(Function<String, Bus> buses, Patience patience, HostSlots slots) {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);
    private static final Duration PAUSE = Duration.ofMillis(100);

    /**
     * Asks until there is an outcome.
     *
     * <p>The step says how long the host may be silent; it counts as heard when this begins. How long it may take counts over
     *     all attempts of the activity, whose heartbeats carry it on; so does waiting for one of the host's slots. While the
     *     bus is away only what cleans counts the time: what makes truth waits for the bus
     * @param said made anew after each trouble: what it lets the host at may have run out
     * @return null when it was silent for too long, or has not ended in time
     */
    @Nullable Reply ask(HostStep step, Supplier<Command> said) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        Duration asked =
                Duration.ofMillis(context.getHeartbeatDetails(Long.class).orElse(0L));
        if (!slots.take(step.cell(), step.host())) {
            if (asked.compareTo(step.within().plus(step.absent())) > 0) {
                return null;
            }
            context.heartbeat(asked.plus(HostSlots.AGAIN).toMillis());
            throw HostSlots.busy(step.host());
        }
        try {
            return ask(step, said, context, asked);
        } finally {
            slots.give(step.cell(), step.host());
        }
    }

    private @Nullable Reply ask(
            HostStep step, Supplier<Command> said, ActivityExecutionContext context, Duration before) {
        Command command = said.get();
        String subject = Subjects.command(step.host(), command.verb());
        byte[] payload = Wire.encode(command);
        Duration mayTake = step.within().plus(step.absent());
        Duration asked = before;
        Duration silent = Duration.ZERO;
        boolean again = false;
        boolean unreadable = false;
        do {
            context.heartbeat(asked.toMillis());
            long began = System.nanoTime();
            byte[] answer = null;
            boolean counts = true;
            try {
                answer = askOnce(step.cell(), subject, payload);
            } catch (BusAway away) {
                counts = command.onlyCleans();
            }
            Reply reply = answer == null ? null : Answers.reply(command, answer);
            count(step.cell(), reply == null ? "unanswered" : again ? "repeated" : "taken");
            if (answer != null && reply == null) {
                unreadable = refused(step, unreadable);
            }
            again = true;
            if (reply != null && ends(command, reply)) {
                return reply;
            }
            boolean works = reply != null && (reply.message() == null || !command.onlyCleans());
            // One that is well holds its answer while it works.
            if (reply == null || reply.message() != null || System.nanoTime() - began < PAUSE.toNanos()) {
                pause();
            }
            if (reply != null && reply.message() != null) {
                command = said.get();
                payload = Wire.encode(command);
            }
            Duration took = counts ? Duration.ofNanos(System.nanoTime() - began) : Duration.ZERO;
            asked = asked.plus(took);
            silent = works || !counts ? Duration.ZERO : silent.plus(took);
        } while (silent.compareTo(step.absent()) <= 0 && asked.compareTo(mayTake) <= 0);
        return null;
    }

    /**
     * Asks what it has and keeps of the step's server.
     *
     * @return null when it was silent for too long
     */
    @Nullable GuestsAnswer look(HostStep step) {
        String subject = Subjects.question(step.host(), Subjects.ASK_GUESTS);
        GuestsQuestion question = GuestsQuestion.about(step.server());
        byte[] payload = Wire.encode(question);
        Duration silent = Duration.ZERO;
        boolean unreadable = false;
        do {
            Activity.getExecutionContext().heartbeat(null);
            long before = System.nanoTime();
            boolean counts = true;
            try {
                byte[] said = askOnce(step.cell(), subject, payload);
                GuestsAnswer answer = said == null ? null : Answers.guests(question, said);
                if (answer != null) {
                    return answer;
                }
                unreadable = said == null ? unreadable : refused(step, unreadable);
            } catch (BusAway away) {
                counts = false; // its hosts are not at fault
            }
            pause();
            silent = counts ? silent.plusNanos(System.nanoTime() - before) : Duration.ZERO;
        } while (silent.compareTo(step.absent()) <= 0);
        return null;
    }

    /** What is to be cleaned is clean when it was done, or when something newer is there: no other refusal says so. */
    private static boolean ends(Command command, Reply reply) {
        return switch (reply.state()) {
            case RUNNING -> false;
            case DONE, UNDONE -> true;
            case REFUSED -> !command.onlyCleans() || Failure.STALE.type().equals(reply.failure());
        };
    }

    /** Counts an answer that is none; of a step the first is named. */
    private static boolean refused(HostStep step, boolean named) {
        Metrics.counter(Metric.HOST_WORDS_REFUSED.id(), "cell", step.cell(), "why", "unreadable")
                .increment();
        if (!named) {
            LOG.warn("host {} answers what is no answer: it counts as silent", step.host());
        }
        return true;
    }

    private static void count(String cell, String outcome) {
        Metrics.counter(Metric.RELAY_COMMANDS.id(), "cell", cell, "outcome", outcome)
                .increment();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the relay is stopping");
        }
    }

    /** @return null when nobody answered, whether or not somebody heard it */
    private byte @Nullable [] askOnce(String cell, String subject, byte[] payload) throws BusAway {
        try {
            Duration wait = patience.hosts().taken().plus(patience.hosts().hold());
            return buses.apply(cell).request(subject, payload, wait).join();
        } catch (CompletionException e) {
            Throwable failure = BusFailure.of(e);
            if (failure instanceof NoResponders || failure instanceof RequestTimedOut) {
                return null;
            }
            if (failure instanceof BusAway away) {
                throw away;
            }
            throw e;
        }
    }
}
