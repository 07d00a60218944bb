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
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.host.Verb;
import io.cellplane.contracts.metric.Metric;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Secrets;
import io.cellplane.operations.Hosts;
import io.micrometer.core.instrument.Metrics;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries a command to a host and asks until the host's journal has an outcome. Nothing is lost when the bus, the host's
 * agent or this process dies: whoever comes next asks again, and the journal answers.
 */
public final class Relay implements Hosts {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final CellDatabases cells;
    private final Function<String, Bus> buses;
    private final GuestSpecs specs;
    private final Patience patience;

    /** @param buses the bus of each cell that this process serves */
    public Relay(CellDatabases cells, Function<String, Bus> buses, Secrets secrets, Patience patience) {
        this.cells = cells;
        this.buses = buses;
        this.specs = new GuestSpecs(secrets);
        this.patience = patience;
    }

    @Override
    public StepResult<Spawned> spawn(HostStep step) {
        Optional<GuestSpec> spec = specs.of(cells.steps(step.cell()), step.server(), step.host(), step.generation());
        if (spec.isEmpty()) {
            return StepResult.refused(Failure.STALE, Failure.STALE.text());
        }
        Reply reply = ask(step, command(step, Verb.SPAWN, false, spec.get()), step.absent());
        if (reply == null) {
            return StepResult.refused(
                    Failure.HOST_ABSENT, Failure.HOST_ABSENT.text().formatted(step.host()));
        }
        return switch (reply.state()) {
            case DONE -> StepResult.done(new Spawned(powerState(reply)));
            case UNDONE -> StepResult.undone(null);
            case REFUSED, RUNNING ->
                new StepResult<>(StepResult.Verdict.REFUSED, null, reply.failure(), reply.message());
        };
    }

    @Override
    public boolean unspawn(HostStep step) {
        return ask(step, command(step, Verb.SPAWN, true, null), step.absent()) != null;
    }

    @Override
    public boolean clear(HostStep step, UUID operation) {
        return ask(step, Command.fence(operation, step.server(), step.requestId()), step.absent()) != null
                && destroy(step);
    }

    @Override
    public boolean destroy(HostStep step) {
        return ask(step, command(step, Verb.DESTROY, false, null), step.absent()) != null;
    }

    /**
     * Asks until there is an outcome.
     *
     * @param silent how long the host may be silent; it counts as heard when this begins. While the bus is away only what
     *     cleans counts the time: what makes truth waits for the bus
     * @return null when it was silent for that long
     */
    private @Nullable Reply ask(HostStep step, Command command, Duration silent) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        String subject = Subjects.command(step.host(), command.verb());
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
            Duration wait = patience.hostTaken().plus(patience.hostHold());
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

    private static Command command(HostStep step, Verb verb, boolean undo, @Nullable GuestSpec guest) {
        return new Command(
                verb,
                step.step().operation(),
                step.step().name(),
                step.step().attempt(),
                undo,
                step.server(),
                step.generation(),
                step.within().toMillis(),
                step.requestId(),
                guest);
    }

    private static int powerState(Reply reply) {
        String power = reply.outcome().get("power_state");
        return power == null ? PowerState.NOSTATE.code() : Integer.parseInt(power);
    }
}
