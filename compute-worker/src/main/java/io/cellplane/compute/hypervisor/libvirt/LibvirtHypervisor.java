package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.compute.disk.DiskFormat;
import io.cellplane.compute.disk.DiskSource;
import io.cellplane.compute.disk.GuestDisks;
import io.cellplane.compute.disk.HostDisks;
import io.cellplane.compute.disk.KeptDisks;
import io.cellplane.compute.hypervisor.Hypervisor;
import io.cellplane.compute.hypervisor.HypervisorAway;
import io.cellplane.compute.hypervisor.HypervisorFacts;
import io.cellplane.compute.hypervisor.HypervisorFailure;
import io.cellplane.compute.hypervisor.KeptGuest;
import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.compute.hypervisor.Refusals;
import io.cellplane.compute.hypervisor.StorageId;
import io.cellplane.compute.hypervisor.libvirt.Domains.Seen;
import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Accel;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.ConsoleAnswer;
import io.cellplane.contracts.host.GuestDiagnostics;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.libvirt.Connect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guests are libvirt's domains, which outlive the agent and libvirt's daemon; their disks are the host's. What the driver must
 * know of a guest is in its domain, and of a kept one beside its disks.
 */
public final class LibvirtHypervisor implements Hypervisor {
    private static final Logger LOG = LoggerFactory.getLogger(LibvirtHypervisor.class);
    private static final long GIB = 1L << 30;
    private static final int QUARTER = 25;

    private final LibvirtSettings settings;
    private final Connections connections;
    private final HostDisks disks;
    private final Domains domains;
    private final PowerControl power;
    private final LiveCards cards;
    private final Keeping keeping;
    private final Path instances;
    private final Facts facts;
    private final Accel accel;

    private LibvirtHypervisor(
            LibvirtSettings settings,
            Path instances,
            Connections connections,
            HostDisks disks,
            Domains domains,
            PowerControl power,
            Facts facts,
            Accel accel) {
        this.settings = settings;
        this.instances = instances;
        this.connections = connections;
        this.disks = disks;
        this.domains = domains;
        this.power = power;
        this.cards = new LiveCards(settings, domains);
        this.keeping = new Keeping(settings.host(), disks, domains, power);
        this.facts = facts;
        this.accel = accel;
    }

    /**
     * Opens the driver of a host whose libvirt answers.
     *
     * @param disks closed with it
     * @param instances the folder of the host's disks
     * @throws HypervisorAway when libvirt does not answer
     */
    public static LibvirtHypervisor open(LibvirtSettings settings, HostDisks disks, Path instances)
            throws InterruptedException {
        Connections connections = new Connections(settings.uri());
        Calls calls = new Calls(connections, settings.answers());
        Domains domains = new Domains(calls);
        long version = calls.ask("find out what libvirt it is", Connect::getLibVersion);
        LOG.info("libvirt {}", version);
        Accel accel = settings.accel() == Accel.AUTO ? AccelProbe.find(calls, instances) : settings.accel();
        Facts facts = new Facts(calls, settings, instances, accel);
        return new LibvirtHypervisor(
                settings,
                instances,
                connections,
                disks,
                domains,
                new PowerControl(settings, domains, calls),
                facts,
                accel);
    }

    /** Something that is done to disks, too. */
    interface OnDisks<T> {
        T run() throws IOException, InterruptedException;
    }

    static <T> T onDisks(String what, OnDisks<T> work) throws InterruptedException {
        try {
            return work.run();
        } catch (IOException e) {
            throw new HypervisorFailure("cannot " + what + ": " + e.getMessage(), e);
        }
    }

    @Override
    public PowerState spawn(NewGuest wanted) throws InterruptedException {
        UUID server = wanted.spec().server();
        Seen there = domains.find(server).orElse(null);
        if (there == null) {
            return made(wanted, source(wanted));
        }
        Notes notes = there.notes();
        if (wanted.root() != null && !isBy(wanted.maker(), notes)) {
            throw Refusals.anotherGuest(server, settings.host());
        }
        if (notes != null && !isBy(wanted.maker(), notes)) {
            domains.note(server, notes.maker(wanted.maker()));
        }
        return begun(server, wanted.powerOn());
    }

    private static boolean isBy(@Nullable Step maker, @Nullable Notes notes) {
        return Objects.equals(maker, notes == null ? null : notes.maker());
    }

    private static DiskSource source(NewGuest wanted) {
        if (wanted.root() != null) {
            return new DiskSource.OfData(wanted.root());
        }
        if (wanted.image() != null) {
            return new DiskSource.OfImage(wanted.image());
        }
        throw Failure.SPAWN_REFUSED.refused(
                "The host was not told where the data of image " + wanted.spec().imageId() + " are.");
    }

    @Override
    public PowerState receive(NewGuest wanted, UUID keptBy, String fromHost) throws InterruptedException {
        UUID server = wanted.spec().server();
        Seen there = domains.find(server).orElse(null);
        if (there == null) {
            return made(
                    wanted,
                    wanted.root() == null
                            ? new DiskSource.OfKept(fromHost, keptBy)
                            : new DiskSource.OfData(wanted.root()));
        }
        if (!isBy(wanted.maker(), there.notes())) {
            throw Refusals.anotherGuest(server, settings.host());
        }
        return begun(server, wanted.powerOn());
    }

    private PowerState made(NewGuest wanted, DiskSource source) throws InterruptedException {
        GuestSpec spec = wanted.spec();
        spec.ports().forEach(port -> Plug.of(port, settings.bridge()).require(Plug.DEVICES));
        DomainXml.require(spec, settings, accel);
        UUID incarnation = HostDisks.incarnation(wanted.maker());
        GuestDisks made = onDisks("make the disks of the guest " + spec.server(), () -> {
            disks.sweep(spec.server(), incarnation);
            return disks.make(spec, incarnation, source);
        });
        Notes notes = Notes.made(incarnation, Math.toIntExact(Math.ceilDiv(made.rootBytes(), GIB)), wanted.maker());
        domains.define(spec.server(), DomainXml.of(spec, made, notes, settings, accel));
        return begun(spec.server(), wanted.powerOn());
    }

    /** Goes on where the making has stopped; a guest that was told anything since stays as it is. */
    private PowerState begun(UUID server, boolean powerOn) throws InterruptedException {
        Seen seen = domains.there(server);
        if (!seen.unstarted()) {
            return seen.power();
        }
        if (powerOn) {
            power.on(seen);
        } else {
            power.paused(seen);
        }
        return domains.there(server).power();
    }

    @Override
    public void remove(UUID server) throws InterruptedException {
        drop(server);
        onDisks("remove the disks of the guest " + server, () -> {
            disks.sweep(server, null);
            return server;
        });
    }

    @Override
    public void destroy(UUID server) throws InterruptedException {
        drop(server);
        onDisks("remove the disks of the guest " + server, () -> {
            for (KeptDisks kept : disks.kept()) {
                if (kept.server().equals(server)) {
                    disks.forget(server, kept.by().operation());
                }
            }
            disks.sweep(server, null);
            return server;
        });
    }

    private void drop(UUID server) throws InterruptedException {
        if (domains.find(server).isPresent()) {
            domains.off(server);
            domains.undefine(server, false);
        }
    }

    @Override
    public PowerState change(UUID server, Power change) throws InterruptedException {
        return power.change(server, change);
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
        return keeping.leave(server, by);
    }

    @Override
    public void unleave(UUID server, Step by) throws InterruptedException {
        keeping.unleave(server, by);
    }

    @Override
    public PowerState restore(UUID server, UUID keptBy, Step by, boolean powerOn) throws InterruptedException {
        return keeping.restore(server, keptBy, by, powerOn);
    }

    @Override
    public void unrestore(UUID server, Step by) throws InterruptedException {
        keeping.unrestore(server, by);
    }

    @Override
    public void discard(UUID server, UUID keptBy) throws InterruptedException {
        keeping.discard(server, keptBy);
    }

    @Override
    public void upload(UUID server, UUID keptBy, String format, Upload upload) throws InterruptedException {
        onDisks("send the disk of " + server, () -> {
            KeptDisks kept = disks.kept(server, keptBy).orElseThrow(() -> Refusals.nothingKept(server, keptBy));
            DiskFormat shown = DiskFormat.declared(format)
                    .filter(Set.of(DiskFormat.RAW, DiskFormat.QCOW2)::contains)
                    .orElseThrow(() -> Refusals.shown(format));
            return disks.upload(kept, shown, progress(server), upload);
        });
    }

    /** Tells at each quarter how far the disk is: a large one takes its time. */
    private static IntConsumer progress(UUID server) {
        AtomicInteger told = new AtomicInteger();
        return percent -> {
            if (told.getAndAccumulate(percent / QUARTER, Math::max) < percent / QUARTER) {
                LOG.info("{} % of the disk of {} are ready to be sent", percent, server);
            }
        };
    }

    @Override
    public Map<String, Path> show(UUID server, UUID keptBy) throws InterruptedException {
        return onDisks(
                "show the disks of " + server,
                () -> disks.show(disks.kept(server, keptBy).orElseThrow(() -> Refusals.nothingKept(server, keptBy))));
    }

    @Override
    public void hide(UUID server, UUID keptBy) throws InterruptedException {
        onDisks("hide the disks of " + server, () -> {
            Optional<KeptDisks> kept = disks.kept(server, keptBy);
            if (kept.isPresent()) {
                disks.hide(kept.get());
            }
            return server;
        });
    }

    @Override
    public UUID storage() {
        return StorageId.of(instances);
    }

    @Override
    public Map<UUID, PowerState> guests() {
        return domains.all().stream().collect(Collectors.toUnmodifiableMap(Seen::server, Seen::power));
    }

    @Override
    public Optional<PowerState> guest(UUID server) {
        return domains.look(server).map(Seen::power);
    }

    @Override
    public Optional<Step> maker(UUID server) {
        return domains.look(server).map(Seen::notes).map(Notes::maker);
    }

    @Override
    public Optional<byte[]> console(UUID server) {
        return domains.look(server, "read", domain -> Console.log(domain.getXMLDesc(0)))
                .flatMap(log -> log)
                .map(log -> Console.last(log, ConsoleAnswer.MOST));
    }

    @Override
    public Optional<GuestDiagnostics> diagnostics(UUID server) {
        return domains.look(server, "look into", domain -> Diagnosis.of(domain, accel));
    }

    @Override
    public List<KeptGuest> kept() {
        return keeping.all();
    }

    @Override
    public HypervisorFacts facts() {
        return facts.now();
    }

    @Override
    public void watch(Runnable changed) {
        connections.watch(changed);
    }

    @Override
    public void close() {
        disks.close();
    }
}
