package io.cellplane.activities.cell.relay;

import io.cellplane.bus.Bus;
import io.cellplane.bus.BusAway;
import io.cellplane.bus.BusFailure;
import io.cellplane.bus.NoResponders;
import io.cellplane.bus.RequestTimedOut;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.host.Command;
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
import org.jspecify.annotations.Nullable;

/** Asks a host until its journal has an outcome. */
record Asking(Function<String, Bus> buses, Patience patience) {
    private static final Duration PAUSE = Duration.ofMillis(100);

    /**
     * Asks until there is an outcome.
     *
     * <p>The step says how long the host may be silent; it counts as heard when this begins. While the bus is away only what
     *     cleans counts the time: what makes truth waits for the bus
     * @return null when it was silent for that long
     */
    @Nullable Reply ask(HostStep step, Command command) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        String subject = Subjects.command(step.host(), command.verb());
        Duration silent = step.absent();
        byte[] payload = Wire.encode(command);
        long heard = System.nanoTime();
        boolean again = false;
        while (true) {
            context.heartbeat(null);
            Reply reply = null;
            try {
                reply = askOnce(step.cell(), subject, payload);
            } catch (BusAway away) {
                heard = command.onlyCleans() ? heard : System.nanoTime();
            }
            count(step.cell(), reply == null ? "unanswered" : again ? "repeated" : "taken");
            again = true;
            if (reply == null) {
                if (System.nanoTime() - heard > silent.toNanos()) {
                    return null;
                }
                pause();
                continue;
            }
            heard = System.nanoTime();
            if (reply.state() != Reply.State.RUNNING) {
                return reply;
            }
        }
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
    private @Nullable Reply askOnce(String cell, String subject, byte[] payload) throws BusAway {
        try {
            Duration wait = patience.hosts().taken().plus(patience.hosts().hold());
            return Wire.decode(buses.apply(cell).request(subject, payload, wait).join(), Reply.class);
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
