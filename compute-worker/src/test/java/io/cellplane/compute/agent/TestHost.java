package io.cellplane.compute.agent;

import io.cellplane.bus.Bus;
import io.cellplane.bus.BusFailure;
import io.cellplane.bus.NoResponders;
import io.cellplane.bus.Wire;
import io.cellplane.compute.copy.CopySettings;
import io.cellplane.compute.copy.Throttle;
import io.cellplane.compute.hypervisor.Guests;
import io.cellplane.compute.hypervisor.simulated.SimulatedHypervisor;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.host.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** One host and the relay that commands it, over any bus. */
final class TestHost implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);
    /** Far longer than {@link #SOON}, so that nothing ends by its deadline. */
    static final long LONG_MILLIS = 600_000;

    static final String NAME = "h1.rack";

    final String name;
    final Bus relay;
    final Path folder;
    final SimulatedHypervisor hypervisor;
    private final Supplier<? extends Bus> connections;
    private Bus bus;
    private HostAgent agent;

    private final Path storage;
    private volatile int port;
    private volatile long bandwidth;

    TestHost(Path folder, Supplier<? extends Bus> connections) {
        this(NAME, folder, folder.resolve("storage"), connections);
    }

    /** @param storage shared with other hosts */
    TestHost(String name, Path folder, Path storage, Supplier<? extends Bus> connections) {
        this.name = name;
        this.storage = storage;
        this.folder = folder;
        this.connections = connections;
        this.relay = connections.get();
        this.hypervisor = hypervisor();
        this.bus = connections.get();
        this.agent = new HostAgent(settings(), bus, hypervisor, Patience.hasty());
        ready();
    }

    /** A server may know of a subscription a moment after the agent does. */
    private void ready() {
        UUID id = UUID.randomUUID();
        Command nothing = new Command(Verb.SPAWN, id, "nothing", 1, false, id, 1, 0, 1, "req-0", null);
        Awaitility.await().atMost(SOON).until(() -> answers(nothing));
    }

    private boolean answers(Command nothing) {
        try {
            return ask(nothing).join().message() != null;
        } catch (CompletionException e) {
            if (BusFailure.of(e) instanceof NoResponders) {
                return false;
            }
            throw e;
        }
    }

    HostSettings settings() {
        return new HostSettings(
                name, "cell1", folder, false, null, new CopySettings("127.0.0.1", port), new Throttle(bandwidth));
    }

    /** The agent of after the next start listens there, and is no faster than that. */
    void serves(int newPort, long newBandwidth) {
        port = newPort;
        bandwidth = newBandwidth;
    }

    SimulatedHypervisor hypervisor() {
        return new SimulatedHypervisor(
                folder.resolve("guests"), storage, SimulatedHypervisor.facts(name, 64, 65536, 1000));
    }

    Path journal() {
        return folder.resolve("journal.jsonl");
    }

    Bus bus() {
        return bus;
    }

    HostAgent agent() {
        return agent;
    }

    void stop() {
        bus.close();
        agent.close();
    }

    void restart() {
        stop();
        start();
    }

    /** Restarts it with every line of the journal damaged that has this in it. */
    void restartDamaged(String words) throws IOException {
        stop();
        List<String> lines = Files.readAllLines(journal());
        lines.replaceAll(line -> line.contains(words) ? line.replace('{', '?') : line);
        Files.write(journal(), lines);
        start();
    }

    private void start() {
        bus = connections.get();
        agent = new HostAgent(settings(), bus, hypervisor, Patience.hasty());
        ready();
    }

    static Command spawn(UUID operation, UUID server, int attempt, long generation) {
        return new Command(
                Verb.SPAWN,
                operation,
                "spawn",
                attempt,
                false,
                server,
                generation,
                0,
                LONG_MILLIS,
                "req-1",
                new Order.Spawn(Guests.small(server), null, true));
    }

    static Command spawn(UUID server) {
        return spawn(UUID.randomUUID(), server, 1, 1);
    }

    static Command destroy(UUID server, long generation) {
        return new Command(
                Verb.DESTROY,
                UUID.randomUUID(),
                "destroy",
                1,
                false,
                server,
                generation,
                0,
                LONG_MILLIS,
                "req-2",
                new Order.Destroy());
    }

    static Command undo(Command done) {
        return new Command(
                done.verb(),
                done.operation(),
                done.step(),
                done.attempt(),
                true,
                done.server(),
                done.generation(),
                done.placing(),
                LONG_MILLIS,
                "req-3",
                null);
    }

    /** The same, told of that placing. */
    static Command in(long placing, Command command) {
        return told(command, placing, command.timeLeftMillis());
    }

    /** The same, told of that placing and with so much time. */
    static Command told(Command command, long placing, long timeLeftMillis) {
        return new Command(
                command.verb(),
                command.operation(),
                command.step(),
                command.attempt(),
                command.undo(),
                command.server(),
                command.generation(),
                placing,
                timeLeftMillis,
                command.requestId(),
                command.order());
    }

    CompletableFuture<Reply> ask(Command command) {
        return ask(command, Duration.ofSeconds(5));
    }

    CompletableFuture<Reply> ask(Command command, Duration timeout) {
        return relay.request(Subjects.command(name, command.verb()), Wire.encode(command), timeout)
                .thenApply(bytes -> Wire.decode(bytes, Reply.class));
    }

    /** Asks until there is an outcome, as the relay does. */
    Reply outcome(Command command) {
        return Awaitility.await()
                .atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> ask(command).join(), reply -> reply.state() != Reply.State.RUNNING);
    }

    @Override
    public void close() {
        hypervisor.release();
        relay.close();
        stop();
    }
}
