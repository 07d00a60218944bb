package io.cellplane.compute.hypervisor.simulated;

import io.cellplane.compute.hypervisor.Hypervisor;
import io.cellplane.compute.hypervisor.HypervisorFacts;
import io.cellplane.compute.hypervisor.HypervisorFailure;
import io.cellplane.compute.hypervisor.KeptGuest;
import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.compute.hypervisor.Refusals;
import io.cellplane.compute.hypervisor.StorageId;
import io.cellplane.contracts.host.ConsoleAnswer;
import io.cellplane.contracts.host.DiskOffer;
import io.cellplane.contracts.host.GuestDiagnostics;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.HostDetails;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.host.Verb;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Guests are files, one each, so that they outlive the agent as real ones do; their disks lie in the storage. */
public final class SimulatedHypervisor implements Hypervisor {
    /**
     * In the folder of the guests: {@code <effect> <server>}, a line each, in the order of the effects. {@code spawn},
     * {@code receive}, {@code restore} and {@code unleave} make a guest, {@code destroy}, {@code leave} and {@code unrestore} take one away;
     * {@code upload}, {@code offer}, {@code discard}, {@code plug}, {@code unplug} and the changes of power do neither.
     */
    public static final String EFFECTS = "effects";

    private final Path folder;
    private final Storage storage;
    private final String host;
    private final Effects effects;
    private final GuestFiles guests;
    private final Behaviours behaviours = new Behaviours();
    private final SimulatedCards cards;
    private volatile HypervisorFacts facts;

    /**
     * @param folder where the guests lie; made when it is not there
     * @param storage where the disks of all hosts of the cell lie
     */
    public SimulatedHypervisor(Path folder, Path storage, HypervisorFacts facts) {
        this.folder = folder;
        this.storage = new Storage(storage);
        this.host = facts.hostname();
        this.facts = facts;
        this.effects = new Effects(folder.resolve(EFFECTS));
        try {
            this.guests = new GuestFiles(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the guests in " + folder, e);
        }
        this.cards = new SimulatedCards(guests, effects, behaviours);
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
                        + "\"topology\":{\"sockets\":1,\"cores\":" + vcpus + ",\"threads\":1}}",
                HostDetails.NONE);
    }

    /** How a verb behaves from now on; undoing a spawn is a destroy, undoing a leave is a restore. */
    public Behaviour on(Verb verb) {
        return behaviours.of(verb);
    }

    /** How spawning behaves from now on. */
    public Behaviour onSpawn() {
        return on(Verb.SPAWN);
    }

    /** How destroying behaves from now on. */
    public Behaviour onDestroy() {
        return on(Verb.DESTROY);
    }

    /** Lets everything that hangs go on. */
    public void release() {
        behaviours.release();
    }

    /** The host gets other facts, as after new memory. */
    public void change(HypervisorFacts newFacts) {
        facts = newFacts;
    }

    /** What the guest's own programs can do. */
    public Inside inside(UUID server) {
        return new Inside(folder, storage.folder(), host, server);
    }

    @Override
    public PowerState spawn(NewGuest wanted) throws InterruptedException {
        UUID server = wanted.spec().server();
        return behaviours.as(Verb.SPAWN, "make the guest " + server, () -> {
            GuestFile there = guests.find(server).orElse(null);
            if (there == null) {
                return made("spawn", wanted, root -> Storage.fill(wanted, root));
            }
            if (wanted.root() != null && !Objects.equals(there.maker(), wanted.maker())) {
                throw Refusals.anotherGuest(server, host);
            }
            guests.write(there.maker(wanted.maker()));
            return there.power();
        });
    }

    @Override
    public PowerState receive(NewGuest wanted, UUID keptBy, String fromHost) throws InterruptedException {
        UUID server = wanted.spec().server();
        return behaviours.as(Verb.RECEIVE, "receive the guest " + server, () -> {
            GuestFile there = guests.find(server).orElse(null);
            if (there != null && Objects.equals(there.maker(), wanted.maker())) {
                return there.power();
            }
            if (there != null) {
                throw Refusals.anotherGuest(server, host);
            }
            if (wanted.root() != null) {
                return made("receive", wanted, root -> Storage.fill(wanted, root));
            }
            GuestFile kept = storage.keptBy(fromHost, server, keptBy).guest();
            if (wanted.spec().rootGb() < kept.rootGb()) {
                throw Refusals.doesNotFit(server, kept.rootGb(), wanted.spec().rootGb());
            }
            Path source = storage.root(fromHost, server, kept.incarnation());
            return made("receive", wanted, root -> Files.copy(source, root, StandardCopyOption.REPLACE_EXISTING));
        });
    }

    /** Puts data into a new root disk. */
    private interface Filling {
        void fill(Path root) throws IOException, InterruptedException;
    }

    private PowerState made(String effect, NewGuest wanted, Filling filling) throws IOException, InterruptedException {
        UUID server = wanted.spec().server();
        sweep(server);
        GuestFile guest = GuestFile.of(wanted, UUID.randomUUID());
        Path root = storage.root(host, server, guest.incarnation());
        Storage.closed(root.getParent());
        filling.fill(root);
        guests.write(guest);
        effects.add(effect, server);
        return guest.power();
    }

    @Override
    public void remove(UUID server) throws InterruptedException {
        behaviours.as(Verb.DESTROY, "remove the guest " + server, () -> {
            drop(server);
            sweep(server);
            return server;
        });
    }

    @Override
    public void destroy(UUID server) throws InterruptedException {
        behaviours.as(Verb.DESTROY, "remove the guest " + server, () -> {
            drop(server);
            for (KeptFile kept : storage.kept(host, server)) {
                forget(server, kept.by().operation());
            }
            sweep(server);
            return server;
        });
    }

    private void drop(UUID server) throws IOException {
        if (guests.remove(server)) {
            effects.add("destroy", server);
        }
    }

    private void forget(UUID server, UUID operation) throws IOException {
        if (storage.forget(host, server, operation)) {
            effects.add("discard", server);
        }
    }

    /** What an interrupted making or removing left of the disks. */
    private void sweep(UUID server) throws IOException {
        Set<UUID> used = new HashSet<>();
        guests.find(server).map(GuestFile::incarnation).ifPresent(used::add);
        storage.kept(host, server).forEach(kept -> used.add(kept.guest().incarnation()));
        storage.sweep(host, server, used);
    }

    @Override
    public PowerState change(UUID server, Power power) throws InterruptedException {
        return behaviours.as(Verb.POWER, power.token() + " the guest " + server, () -> {
            GuestFile guest = guests.there(server);
            PowerState then = power.after(guest.power())
                    .orElseThrow(() -> Refusals.notAllowed(server, host, guest.power(), power));
            if (power.changes(guest.power())) {
                guests.write(guest.changed(then, power.keepsMemory()));
                effects.add(power.token(), server);
            }
            return then;
        });
    }

    @Override
    public void plug(UUID server, GuestPort card) throws InterruptedException {
        cards.plug(server, card);
    }

    @Override
    public void unplug(UUID server, UUID port) throws InterruptedException {
        cards.unplug(server, port);
    }

    @Override
    public KeptGuest leave(UUID server, Step by) throws InterruptedException {
        return behaviours.as(Verb.LEAVE, "keep the guest " + server, () -> {
            KeptFile before = storage.kept(host, server, by.operation()).orElse(null);
            GuestFile guest = guests.find(server).orElse(null);
            if (guest == null && before == null) {
                throw Refusals.noGuest(server);
            }
            if (before != null
                    && guest != null
                    && !guest.incarnation().equals(before.guest().incarnation())) {
                throw Refusals.keepsAnother(server, host, by.operation());
            }
            KeptFile kept = new KeptFile(by, before != null ? before.guest() : Objects.requireNonNull(guest));
            storage.keep(host, kept);
            if (guests.remove(server)) {
                effects.add("leave", server);
            }
            return kept.view(storage, host);
        });
    }

    @Override
    public void unleave(UUID server, Step by) throws InterruptedException {
        behaviours.as(Verb.RESTORE, "take back the guest " + server, () -> {
            KeptFile kept = storage.kept(host, server, by.operation()).orElse(null);
            if (kept != null && kept.by().equals(by)) {
                back("unleave", kept, null, kept.guest().runs());
            }
            return server;
        });
    }

    @Override
    public PowerState restore(UUID server, UUID keptBy, Step by, boolean powerOn) throws InterruptedException {
        return behaviours.as(Verb.RESTORE, "restore the guest " + server, () -> {
            GuestFile there = guests.find(server).orElse(null);
            Optional<KeptFile> kept = storage.kept(host, server, keptBy);
            if (kept.isEmpty() && there != null && keptBy.equals(there.restoredFrom())) {
                return there.power();
            }
            return back("restore", kept.orElseThrow(() -> Refusals.nothingKept(server, keptBy)), by, powerOn);
        });
    }

    @Override
    public void unrestore(UUID server, Step by) throws InterruptedException {
        behaviours.as(Verb.LEAVE, "keep the guest " + server + " again", () -> {
            GuestFile guest = guests.find(server).orElse(null);
            GuestFile.Restored restored = guest == null ? null : guest.restored();
            if (guest != null && restored != null && restored.by().equals(by)) {
                storage.keep(host, new KeptFile(restored.left(), guest));
                guests.remove(server);
                effects.add("unrestore", server);
            }
            return server;
        });
    }

    private PowerState back(String effect, KeptFile kept, @Nullable Step by, boolean powerOn) throws IOException {
        UUID server = kept.guest().server();
        GuestFile there = guests.find(server).orElse(null);
        if (there == null) {
            there = kept.guest().restored(powerOn, kept.by(), by);
            guests.write(there);
            effects.add(effect, server);
        } else if (!there.incarnation().equals(kept.guest().incarnation())) {
            throw Refusals.anotherGuest(server, host);
        }
        storage.forget(host, server, kept.by().operation());
        return there.power();
    }

    @Override
    public void discard(UUID server, UUID keptBy) throws InterruptedException {
        behaviours.as(Verb.DISCARD, "remove what is kept of " + server, () -> {
            forget(server, keptBy);
            sweep(server);
            return server;
        });
    }

    @Override
    public void upload(UUID server, UUID keptBy, String format, Upload upload) throws InterruptedException {
        behaviours.as(Verb.UPLOAD, "send the disk of " + server, () -> {
            GuestFile guest = storage.keptBy(host, server, keptBy).guest();
            if (!format.equals(Storage.FORMAT)) {
                throw Refusals.shown(format);
            }
            if (upload.run(Map.of(DiskOffer.ROOT, storage.root(host, server, guest.incarnation())))) {
                effects.add("upload", server);
            }
            return server;
        });
    }

    @Override
    public Map<String, Path> show(UUID server, UUID keptBy) throws InterruptedException {
        return behaviours.as(Verb.OFFER, "show the disk of " + server, () -> {
            KeptFile kept = storage.keptBy(host, server, keptBy);
            if (storage.show(host, kept)) {
                effects.add("offer", server);
            }
            return Map.of(DiskOffer.ROOT, storage.shown(host, kept));
        });
    }

    @Override
    public void hide(UUID server, UUID keptBy) {
        try {
            storage.hide(host, server, keptBy);
        } catch (IOException e) {
            throw new HypervisorFailure("cannot hide the disk of " + server, e);
        }
    }

    @Override
    public UUID storage() {
        return StorageId.of(storage.folder());
    }

    @Override
    public Map<UUID, PowerState> guests() {
        return guests.all().stream().collect(Collectors.toUnmodifiableMap(GuestFile::server, GuestFile::power));
    }

    @Override
    public Optional<PowerState> guest(UUID server) {
        return guests.find(server).map(GuestFile::power);
    }

    @Override
    public Optional<Step> maker(UUID server) {
        return guests.find(server).map(GuestFile::maker);
    }

    /** Nothing runs in it: it says what was done to it. */
    @Override
    public Optional<byte[]> console(UUID server) {
        return guests.find(server).map(_ -> effects.of(server, ConsoleAnswer.MOST));
    }

    @Override
    public Optional<GuestDiagnostics> diagnostics(UUID server) {
        return guests.find(server).map(GuestFile::diagnostics);
    }

    @Override
    public List<KeptGuest> kept() {
        try {
            return storage.kept(host).stream()
                    .map(kept -> kept.view(storage, host))
                    .toList();
        } catch (IOException e) {
            throw new HypervisorFailure("cannot read what is kept", e);
        }
    }

    @Override
    public HypervisorFacts facts() {
        return facts;
    }
}
