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

/**
 * Asks a host until its journal has an outcome. A host that answers and cannot act is as good as silent: for what only
 * cleans while it tells of trouble, for everything once it has had the time that the step gives it.
 */
record Asking(Function<String, Bus> buses, Patience patience) {
    private static final Duration PAUSE = Duration.ofMillis(100);

    /**
     * Asks until there is an outcome.
     *
     * <p>The step says how long the host may be silent; it counts as heard when this begins. How long it may take counts over
     *     all attempts of the activity, whose heartbeats carry it on. While the bus is away only what cleans counts the
     *     time: what makes truth waits for the bus
     * @param said made anew after each trouble: what it lets the host at may have run out
     * @return null when it was silent for too long, or has not ended in time
     */
    @Nullable Reply ask(HostStep step, Supplier<Command> said) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        Command command = said.get();
        String subject = Subjects.command(step.host(), command.verb());
        byte[] payload = Wire.encode(command);
        Duration mayTake = step.within().plus(step.absent());
        Duration asked =
                Duration.ofMillis(context.getHeartbeatDetails(Long.class).orElse(0L));
        Duration silent = Duration.ZERO;
        boolean again = false;
        do {
            context.heartbeat(asked.toMillis());
            long before = System.nanoTime();
            Reply reply = null;
            boolean counts = true;
            try {
                reply = askOnce(step.cell(), subject, payload, Reply.class);
            } catch (BusAway away) {
                counts = command.onlyCleans();
            }
            count(step.cell(), reply == null ? "unanswered" : again ? "repeated" : "taken");
            again = true;
            if (reply != null && ends(command, reply)) {
                return reply;
            }
            boolean works = reply != null && (reply.message() == null || !command.onlyCleans());
            if (reply == null || reply.message() != null) {
                pause();
            }
            if (reply != null && reply.message() != null) {
                command = said.get();
                payload = Wire.encode(command);
            }
            Duration took = counts ? Duration.ofNanos(System.nanoTime() - before) : Duration.ZERO;
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
        byte[] payload = Wire.encode(GuestsQuestion.about(step.server()));
        Duration silent = Duration.ZERO;
        do {
            Activity.getExecutionContext().heartbeat(null);
            long before = System.nanoTime();
            boolean counts = true;
            try {
                GuestsAnswer answer = askOnce(step.cell(), subject, payload, GuestsAnswer.class);
                if (answer != null) {
                    return answer;
                }
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
    private <T> @Nullable T askOnce(String cell, String subject, byte[] payload, Class<T> type) throws BusAway {
        try {
            Duration wait = patience.hosts().taken().plus(patience.hosts().hold());
            return Wire.decode(buses.apply(cell).request(subject, payload, wait).join(), type);
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
