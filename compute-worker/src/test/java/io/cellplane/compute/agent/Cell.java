package io.cellplane.compute.agent;

import io.cellplane.bus.InProcessBus;
import io.cellplane.bus.Wire;
import io.cellplane.compute.hypervisor.Guests;
import io.cellplane.compute.hypervisor.simulated.SimulatedHypervisor;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.GuestsAnswer;
import io.cellplane.contracts.host.GuestsQuestion;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Subjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Two hosts that share a storage or do not, and a server of which the operations are told. */
final class Cell implements AutoCloseable {
    /** What disks are copied with. */
    static final String KEY = "0123456789abcdef".repeat(4);

    final InProcessBus bus = new InProcessBus();
    final Path folder;
    final TestHost a;
    final TestHost b;
    final UUID server = UUID.randomUUID();

    Cell(Path folder) {
        this(folder, "storage");
    }

    /** @param storage of the second host */
    Cell(Path folder, String storage) {
        this.folder = folder;
        a = new TestHost("a", folder.resolve("a"), folder.resolve("storage"), bus::connect);
        b = new TestHost("b", folder.resolve("b"), folder.resolve(storage), bus::connect);
    }

    /** A first attempt of a step that is called as its verb. */
    Command command(UUID operation, Order order) {
        return command(operation, order, 1);
    }

    Command command(UUID operation, Order order, int attempt) {
        return new Command(
                order.verb(),
                operation,
                order.verb().token(),
                attempt,
                false,
                server,
                1,
                1,
                TestHost.LONG_MILLIS,
                "req-1",
                order);
    }

    /** Does it as an operation of its own. */
    Reply told(TestHost host, Order order) {
        return host.outcome(command(UUID.randomUUID(), order));
    }

    /** A guest on that host whose disk has the marker {@code first}. */
    void boot(TestHost host) {
        told(host, new Order.Spawn(Guests.small(server), null, true));
        host.hypervisor.inside(server).mark("first");
    }

    String disk(TestHost host) {
        return host.hypervisor.inside(server).root();
    }

    /** With that size of root disk. */
    GuestSpec sized(int rootGb) {
        GuestSpec small = Guests.small(server);
        return new GuestSpec(
                server,
                small.name(),
                small.hostname(),
                small.projectId(),
                2,
                1024,
                rootGb,
                0,
                0,
                small.imageId(),
                small.imageProperties(),
                small.ports(),
                small.metadata(),
                null,
                null,
                small.userData(),
                small.adminPassword(),
                false);
    }

    static List<String> effects(TestHost host) {
        try {
            return Files.readAllLines(host.folder.resolve("guests").resolve(SimulatedHypervisor.EFFECTS)).stream()
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** How many root disks lie in the storage. */
    long disks() throws IOException {
        if (!Files.exists(folder.resolve("storage"))) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder.resolve("storage"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.endsWith("root"))
                    .count();
        }
    }

    static GuestsAnswer asked(TestHost host) {
        return Wire.decode(
                host.relay
                        .request(
                                Subjects.question(host.name, Subjects.ASK_GUESTS),
                                Wire.encode(GuestsQuestion.first()),
                                TestHost.SOON)
                        .join(),
                GuestsAnswer.class);
    }

    @Override
    public void close() {
        a.close();
        b.close();
    }
}
