package io.cellplane.proofs;

import io.cellplane.bus.Bus;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Subjects;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A relay's connection on which commands may be lost, and come when nobody waits for them any more. */
final class LostCommands extends ForwardingBus {
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final List<Command> lost = new CopyOnWriteArrayList<>();
    private volatile Predicate<Command> loses = command -> false;

    LostCommands(Bus bus) {
        super(bus);
    }

    void lose(Predicate<Command> which) {
        loses = which;
    }

    List<Command> lost() {
        return List.copyOf(lost);
    }

    /** It comes to the host after all. */
    Reply deliver(Command command, String host) {
        return Awaitility.await()
                .atMost(World.SOON)
                .until(
                        () -> Wire.decode(
                                bus.request(Subjects.command(host, command.verb()), Wire.encode(command), WAIT)
                                        .join(),
                                Reply.class),
                        reply -> reply.state() != Reply.State.RUNNING);
    }

    @Override
    public CompletableFuture<byte[]> request(String subject, byte[] payload, Duration timeout) {
        if (subject.contains(".do.")) {
            Command command = Wire.decode(payload, Command.class);
            if (loses.test(command)) {
                lost.add(command);
                // The bus has no such host: nobody answers there.
                return bus.request(Subjects.command("nobody", command.verb()), payload, timeout);
            }
        }
        return bus.request(subject, payload, timeout);
    }
}
