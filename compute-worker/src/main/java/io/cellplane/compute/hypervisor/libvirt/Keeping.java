package io.cellplane.compute.hypervisor.libvirt;

import static io.cellplane.compute.hypervisor.libvirt.LibvirtHypervisor.onDisks;

import io.cellplane.compute.disk.HostDisks;
import io.cellplane.compute.disk.KeptDisks;
import io.cellplane.compute.hypervisor.HypervisorFailure;
import io.cellplane.compute.hypervisor.KeptGuest;
import io.cellplane.compute.hypervisor.Refusals;
import io.cellplane.compute.hypervisor.libvirt.Domains.Seen;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Guests that leave, and what is kept of them. A kept guest is no domain: beside the domain of another guest of its server there is
 * room for none. Its definition lies beside its disks.
 */
final class Keeping {
    private final String host;
    private final HostDisks disks;
    private final Domains domains;
    private final PowerControl power;

    Keeping(String host, HostDisks disks, Domains domains, PowerControl power) {
        this.host = host;
        this.disks = disks;
        this.domains = domains;
        this.power = power;
    }

    KeptGuest leave(UUID server, Step by) throws InterruptedException {
        return onDisks("keep the guest " + server, () -> {
            KeptDisks before = disks.kept(server, by.operation()).orElse(null);
            Seen guest = domains.find(server).orElse(null);
            if (guest == null && before == null) {
                throw Refusals.noGuest(server);
            }
            if (before != null && guest != null && !before.incarnation().equals(guest.incarnation())) {
                throw Refusals.keepsAnother(server, host, by.operation());
            }
            KeptDisks kept = before == null ? of(Objects.requireNonNull(guest), by) : by(before, by);
            put(kept, guest);
            return view(kept);
        });
    }

    /** It is written first: whether it ran is to be seen only before it is switched off. */
    private void put(KeptDisks kept, @Nullable Seen guest) throws IOException, InterruptedException {
        disks.keep(kept);
        if (guest != null) {
            power.off(guest);
            domains.undefine(guest.server(), true);
        }
    }

    private KeptDisks of(Seen guest, Step by) throws InterruptedException {
        Notes notes = guest.notes();
        if (notes == null) {
            throw new HypervisorFailure("the guest " + guest.server() + " was made by somebody else");
        }
        return new KeptDisks(
                guest.server(), by, notes.incarnation(), guest.runs(), notes.rootGb(), domains.xml(guest.server()));
    }

    private static KeptDisks by(KeptDisks kept, Step by) {
        return new KeptDisks(kept.server(), by, kept.incarnation(), kept.ran(), kept.rootGb(), kept.guest());
    }

    void unleave(UUID server, Step by) throws InterruptedException {
        onDisks("take back the guest " + server, () -> {
            Optional<KeptDisks> kept =
                    disks.kept(server, by.operation()).filter(each -> each.by().equals(by));
            if (kept.isPresent()) {
                back(kept.get(), null, kept.get().ran());
            }
            return server;
        });
    }

    PowerState restore(UUID server, UUID keptBy, Step by, boolean powerOn) throws InterruptedException {
        return onDisks("restore the guest " + server, () -> {
            Optional<KeptDisks> kept = disks.kept(server, keptBy);
            Optional<Seen> there = domains.find(server);
            if (kept.isEmpty()
                    && there.map(Seen::notes)
                            .filter(notes -> keptBy.equals(notes.restoredFrom()))
                            .isPresent()) {
                return there.get().power();
            }
            return back(kept.orElseThrow(() -> Refusals.nothingKept(server, keptBy)), by, powerOn);
        });
    }

    /** Forgotten last: until then a repeat finds what there is to do. */
    private PowerState back(KeptDisks kept, @Nullable Step by, boolean powerOn)
            throws IOException, InterruptedException {
        UUID server = kept.server();
        Seen there = domains.find(server).orElse(null);
        if (there != null && !kept.incarnation().equals(there.incarnation())) {
            throw Refusals.anotherGuest(server, host);
        }
        if (there == null) {
            domains.define(server, Notes.of(kept.guest()).back(kept.by(), by).into(kept.guest()));
        }
        if (powerOn) {
            power.on(domains.there(server));
        }
        disks.forget(server, kept.by().operation());
        return domains.there(server).power();
    }

    void unrestore(UUID server, Step by) throws InterruptedException {
        onDisks("keep the guest " + server + " again", () -> {
            Seen guest = domains.find(server).orElse(null);
            Notes.Restored restored = guest == null || guest.notes() == null
                    ? null
                    : guest.notes().restored();
            if (guest != null && restored != null && restored.by().equals(by)) {
                KeptDisks before = disks.kept(server, restored.left().operation())
                        .filter(kept -> kept.incarnation().equals(guest.incarnation()))
                        .orElse(null);
                put(before == null ? of(guest, restored.left()) : before, guest);
            }
            return server;
        });
    }

    void discard(UUID server, UUID keptBy) throws InterruptedException {
        onDisks("remove what is kept of " + server, () -> {
            disks.forget(server, keptBy);
            disks.sweep(server, domains.find(server).map(Seen::incarnation).orElse(null));
            return server;
        });
    }

    List<KeptGuest> all() {
        try {
            List<KeptGuest> all = new ArrayList<>();
            for (KeptDisks kept : disks.kept()) {
                all.add(view(kept));
            }
            return all;
        } catch (IOException e) {
            throw new HypervisorFailure("cannot read what is kept", e);
        }
    }

    private KeptGuest view(KeptDisks kept) throws IOException {
        return new KeptGuest(kept.server(), kept.by(), kept.ran(), kept.rootGb(), bytes(kept));
    }

    private long bytes(KeptDisks kept) throws IOException {
        try {
            return disks.rootBytes(kept);
        } catch (Refused e) {
            return 0; // Somebody has taken the disk away; what else is kept is told nonetheless.
        }
    }
}
