package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.compute.hypervisor.HypervisorFailure;
import io.cellplane.contracts.server.PowerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.Domain.MetadataType;
import org.libvirt.Domain.ModificationImpact;
import org.libvirt.Domain.UndefineFlags;
import org.libvirt.Domain.XMLFlags;
import org.libvirt.DomainInfo.DomainState;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;

/** Libvirt's domains, by server: a guest's domain has the uuid of its server. */
final class Domains {
    private static final int UNDEFINE_NVRAM = 1 << 2;
    private static final int UNDEFINE_KEEP_NVRAM = 1 << 3;

    private final Calls calls;

    Domains(Calls calls) {
        this.calls = calls;
    }

    /**
     * A domain at one moment.
     *
     * @param active whether there is a process of it, paused or not
     * @param saved whether its memory lies on disk
     * @param notes null when the driver did not make it
     */
    record Seen(
            UUID server,
            PowerState power,
            boolean active,
            boolean saved,
            @Nullable Notes notes) {
        boolean runs() {
            return power == PowerState.RUNNING;
        }

        boolean unstarted() {
            return notes != null && notes.unstarted();
        }

        @Nullable UUID incarnation() {
            return notes == null ? null : notes.incarnation();
        }
    }

    /** What is asked of one domain. */
    interface Telling<T> {
        T tell(Domain domain) throws LibvirtException;
    }

    /** Every domain there is. */
    List<Seen> all() {
        return calls.ask("list the guests", connect -> {
            List<Seen> all = new ArrayList<>();
            for (Domain domain : connect.listAllDomains(0)) {
                try {
                    all.add(seen(domain));
                } catch (LibvirtException e) {
                    if (!missing(e)) {
                        throw e;
                    }
                } finally {
                    domain.free();
                }
            }
            return all;
        });
    }

    /** One, whatever is under way. */
    Optional<Seen> look(UUID server) {
        return look(server, "find", Domains::seen);
    }

    /** Something of one, whatever is under way; empty when there is none. */
    <T> Optional<T> look(UUID server, String what, Telling<T> looking) {
        return calls.ask(what + " the guest " + server, connect -> find(connect, server, looking));
    }

    /** One, in a verb about it. */
    Optional<Seen> find(UUID server) throws InterruptedException {
        return calls.of(server, "find the guest " + server, connect -> find(connect, server, Domains::seen));
    }

    private static <T> Optional<T> find(Connect connect, UUID server, Telling<T> looking) throws LibvirtException {
        try {
            return Optional.of(with(connect, server, looking));
        } catch (LibvirtException e) {
            if (missing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean missing(LibvirtException e) {
        return e.getError().getCode() == ErrorNumber.VIR_ERR_NO_DOMAIN;
    }

    private static Seen seen(Domain domain) throws LibvirtException {
        DomainState state = domain.getInfo().state;
        boolean saved = domain.hasManagedSaveImage() == 1;
        Notes notes = notes(domain);
        PowerState power = switch (state) {
            case VIR_DOMAIN_RUNNING, VIR_DOMAIN_BLOCKED, VIR_DOMAIN_SHUTDOWN -> PowerState.RUNNING;
            case VIR_DOMAIN_PAUSED -> notes != null && notes.unstarted() ? PowerState.SHUTDOWN : PowerState.PAUSED;
            case VIR_DOMAIN_SHUTOFF -> saved ? PowerState.SUSPENDED : PowerState.SHUTDOWN;
            case VIR_DOMAIN_CRASHED -> PowerState.CRASHED;
            case VIR_DOMAIN_PMSUSPENDED -> PowerState.SUSPENDED;
            case VIR_DOMAIN_NOSTATE -> PowerState.NOSTATE;
        };
        return new Seen(UUID.fromString(domain.getUUIDString()), power, domain.isActive() == 1, saved, notes);
    }

    private static @Nullable Notes notes(Domain domain) throws LibvirtException {
        try {
            return Notes.read(Tag.read(domain.getMetadata(MetadataType.ELEMENT, Notes.NAMESPACE, 0))
                    .getTextContent());
        } catch (LibvirtException e) {
            if (e.getError().getCode() != ErrorNumber.VIR_ERR_NO_DOMAIN_METADATA) {
                throw e;
            }
            return null;
        }
    }

    /** Tells the domain something. */
    <T> T tell(UUID server, String what, Telling<T> telling) throws InterruptedException {
        return calls.of(server, what + " the guest " + server, connect -> with(connect, server, telling));
    }

    /** What takes as long as the guest's memory is large. */
    <T> T tell(UUID server, String what, Duration within, Telling<T> telling) throws InterruptedException {
        return calls.of(server, what + " the guest " + server, within, connect -> with(connect, server, telling));
    }

    private static <T> T with(Connect connect, UUID server, Telling<T> telling) throws LibvirtException {
        Domain domain = connect.domainLookupByUUIDString(server.toString());
        try {
            return telling.tell(domain);
        } finally {
            domain.free();
        }
    }

    /** Makes the domain, or changes what it will be when it comes on next. */
    void define(UUID server, String xml) throws InterruptedException {
        calls.of(
                server,
                "define the guest " + server,
                connect -> connect.domainDefineXML(xml).free());
    }

    void note(UUID server, Notes notes) throws InterruptedException {
        Tag element = Tag.root(Notes.ELEMENT);
        element.element().setTextContent(notes.json());
        tell(server, "mark", domain -> {
            int impact = ModificationImpact.CONFIG | (domain.isActive() == 1 ? ModificationImpact.LIVE : 0);
            domain.setMetadata(MetadataType.ELEMENT, element.xml(), Notes.PREFIX, Notes.NAMESPACE, impact);
            return server;
        });
    }

    /** How it is defined, for {@link #define}. */
    String xml(UUID server) throws InterruptedException {
        return tell(server, "read", domain -> domain.getXMLDesc(XMLFlags.INACTIVE | XMLFlags.SECURE));
    }

    /** Switches it off if it is on; its memory is lost, also one that lies on disk. */
    void off(UUID server) throws InterruptedException {
        tell(server, "switch off", domain -> {
            try {
                domain.destroy();
            } catch (LibvirtException e) {
                if (e.getError().getCode() != ErrorNumber.VIR_ERR_OPERATION_INVALID) {
                    throw e;
                }
                // It is off already.
            }
            return domain.hasManagedSaveImage() == 1 ? domain.managedSaveRemove() : 0;
        });
    }

    /**
     * Forgets a domain that is off.
     *
     * @param keep whether what its firmware keeps stays
     */
    void undefine(UUID server, boolean keep) throws InterruptedException {
        int flags = UndefineFlags.MANAGED_SAVE
                | UndefineFlags.SNAPSHOTS_METADATA
                | (keep ? UNDEFINE_KEEP_NVRAM : UNDEFINE_NVRAM);
        tell(server, "remove", domain -> {
            domain.undefine(flags);
            return server;
        });
    }

    /** @throws HypervisorFailure when somebody has taken it away meanwhile */
    Seen there(UUID server) throws InterruptedException {
        return find(server).orElseThrow(() -> new HypervisorFailure("the guest " + server + " has gone"));
    }
}
