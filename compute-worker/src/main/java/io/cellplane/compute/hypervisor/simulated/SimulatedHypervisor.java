package io.cellplane.compute.hypervisor.simulated;

import io.cellplane.bus.Wire;
import io.cellplane.compute.hypervisor.Hypervisor;
import io.cellplane.compute.hypervisor.HypervisorFacts;
import io.cellplane.compute.hypervisor.HypervisorFailure;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.server.PowerState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Guests are files, one each, so that they outlive the agent as real ones do. */
public final class SimulatedHypervisor implements Hypervisor {
    /** In the folder of the guests: {@code spawn <server>} and {@code destroy <server>} in the order of the effects. */
    public static final String EFFECTS = "effects";

    private static final String SUFFIX = ".guest";

    private final Path folder;
    private final Map<UUID, PowerState> guests = new ConcurrentHashMap<>();
    private final Behaviour onSpawn = new Behaviour();
    private final Behaviour onDestroy = new Behaviour();
    private volatile HypervisorFacts facts;

    /** What is kept of a guest; nothing secret. */
    record GuestFile(UUID server, PowerState power, int vcpus, int memoryMb, int diskGb) {}

    /** @param folder where the guests lie; made when it is not there */
    public SimulatedHypervisor(Path folder, HypervisorFacts facts) {
        this.folder = folder;
        this.facts = facts;
        try {
            Files.createDirectories(folder);
            for (Path file : files()) {
                GuestFile guest = Wire.decode(Files.readAllBytes(file), GuestFile.class);
                guests.put(guest.server(), guest.power());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the guests in " + folder, e);
        }
    }

    /** The facts of a host that is only simulated. */
    public static HypervisorFacts facts(String host, int vcpus, int memoryMb, int diskGb) {
        return new HypervisorFacts(
                host,
                "simulated",
                1_000_000,
                "127.0.0.1",
                vcpus,
                memoryMb,
                diskGb,
                "{\"arch\":\"x86_64\",\"model\":\"simulated\",\"vendor\":\"Cellplane\",\"features\":[],"
                        + "\"topology\":{\"sockets\":1,\"cores\":" + vcpus + ",\"threads\":1}}");
    }

    /** How spawning behaves from now on. */
    public Behaviour onSpawn() {
        return onSpawn;
    }

    /** How destroying behaves from now on. */
    public Behaviour onDestroy() {
        return onDestroy;
    }

    /** The host gets other facts, as after new memory. */
    public void change(HypervisorFacts newFacts) {
        facts = newFacts;
    }

    @Override
    public PowerState spawn(GuestSpec guest) throws InterruptedException {
        onSpawn.before();
        PowerState power = guests.get(guest.server());
        if (power == null) {
            power = PowerState.RUNNING;
            write(new GuestFile(
                    guest.server(), power, guest.vcpus(), guest.memoryMb(), guest.rootGb() + guest.ephemeralGb()));
            guests.put(guest.server(), power);
            effect("spawn", guest.server());
        }
        onSpawn.after();
        return power;
    }

    @Override
    public void destroy(UUID server) throws InterruptedException {
        onDestroy.before();
        try {
            if (Files.deleteIfExists(file(server))) {
                effect("destroy", server);
            }
        } catch (IOException e) {
            throw new HypervisorFailure("cannot remove the guest " + server, e);
        }
        guests.remove(server);
        onDestroy.after();
    }

    @Override
    public Map<UUID, PowerState> guests() {
        return Map.copyOf(guests);
    }

    @Override
    public Optional<PowerState> guest(UUID server) {
        return Optional.ofNullable(guests.get(server));
    }

    @Override
    public HypervisorFacts facts() {
        return facts;
    }

    /** What was really done, a line each, so that a test finds what was done twice. */
    private synchronized void effect(String verb, UUID server) {
        try {
            Files.writeString(
                    folder.resolve(EFFECTS),
                    verb + " " + server + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new HypervisorFailure("cannot write down what was done to " + server, e);
        }
    }

    private void write(GuestFile guest) {
        Path target = file(guest.server());
        Path draft = folder.resolve(guest.server() + ".draft");
        try {
            Files.write(draft, Wire.encode(guest));
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new HypervisorFailure("cannot write the guest " + guest.server(), e);
        }
    }

    private Path file(UUID server) {
        return folder.resolve(server + SUFFIX);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(SUFFIX)).toList();
        }
    }
}
