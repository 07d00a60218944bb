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
    private static final String TAKEN = "taken";
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
    public void unspawn(HostStep step) {
        ask(step, command(step, Verb.SPAWN, true, null), null);
    }

    @Override
    public void clear(HostStep step, UUID operation) {
        ask(step, Command.fence(operation, step.server(), step.requestId()), null);
        destroy(step);
    }

    @Override
    public void destroy(HostStep step) {
        ask(step, command(step, Verb.DESTROY, false, null), null);
    }

    /**
     * Asks until there is an outcome.
     *
     * @param absent how long nobody may take it; null: wait for the host
     * @return null when nobody ever took it in that time
     */
    private @Nullable Reply ask(HostStep step, Command command, @Nullable Duration absent) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        boolean taken = context.getHeartbeatDetails(String.class).isPresent();
        String subject = Subjects.command(step.host(), command.verb());
        byte[] payload = Wire.encode(command);
        long begun = System.nanoTime();
        boolean again = false;
        while (true) {
            context.heartbeat(taken ? TAKEN : null);
            Asked asked = askOnce(step.cell(), subject, payload);
            Reply reply = asked.reply();
            count(step.cell(), reply == null ? "unanswered" : again ? "repeated" : "taken");
            again = true;
            // Its answer may be what was lost, so from here it counts as taken.
            taken |= asked.heard();
            if (reply == null) {
                boolean given = absent != null && System.nanoTime() - begun > absent.toNanos();
                if (given && !taken) {
                    return null;
                }
                pause();
                continue;
            }
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

    /** @param heard whether the host may have heard it */
    private record Asked(@Nullable Reply reply, boolean heard) {}

    private Asked askOnce(String cell, String subject, byte[] payload) {
        try {
            Duration wait = patience.hostTaken().plus(patience.hostHold());
            byte[] answer = buses.apply(cell).request(subject, payload, wait).join();
            return new Asked(Wire.decode(answer, Reply.class), true);
        } catch (BusAway e) {
            return new Asked(null, false);
        } catch (CompletionException e) {
            Throwable failure = BusFailure.of(e);
            if (failure instanceof NoResponders) {
                return new Asked(null, false);
            }
            if (failure instanceof RequestTimedOut || failure instanceof BusAway) {
                return new Asked(null, true);
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
