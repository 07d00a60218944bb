package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.compute.hypervisor.Refusals;
import io.cellplane.compute.hypervisor.libvirt.Domains.Seen;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.server.PowerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.libvirt.Domain;
import org.libvirt.Domain.ModificationImpact;
import org.libvirt.Domain.XMLFlags;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Cards that come to a guest and go: in its machine, if that is on, and in what it will be when it comes on next. */
final class LiveCards {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    /** A guest that is just coming up does not hear that it is to let go. */
    private static final Duration ASK_AGAIN_EVERY = Duration.ofSeconds(5);
    /** It was asked before, or has let go meanwhile. */
    private static final Set<ErrorNumber> ASKED =
            Set.of(ErrorNumber.VIR_ERR_DEVICE_MISSING, ErrorNumber.VIR_ERR_OPERATION_FAILED);

    private final LibvirtSettings settings;
    private final Domains domains;

    LiveCards(LibvirtSettings settings, Domains domains) {
        this.settings = settings;
        this.domains = domains;
    }

    void plug(UUID server, GuestPort card) throws InterruptedException {
        Plug.of(card, settings.bridge()).require(Plug.DEVICES);
        changeable(server);
        domains.tell(server, "plug a card of", domain -> {
            String lasting = domain.getXMLDesc(XMLFlags.INACTIVE);
            String xml = CardXml.of(model(lasting), card, settings);
            if (find(lasting, card.id()).isEmpty()) {
                domain.attachDeviceFlags(xml, ModificationImpact.CONFIG);
            }
            if (domain.isActive() == 1 && find(domain.getXMLDesc(0), card.id()).isEmpty()) {
                domain.attachDeviceFlags(xml, ModificationImpact.LIVE);
            }
            return server;
        });
    }

    /** First from the machine: a guest that does not let go keeps it in both. */
    void unplug(UUID server, UUID port) throws InterruptedException {
        changeable(server);
        long begun = System.nanoTime();
        long asked = begun - ASK_AGAIN_EVERY.toNanos();
        while (isPlugged(server, port)) {
            // To ask may take longer than to wait: libvirt itself waits some seconds for the guest.
            if (asked > begun && System.nanoTime() - begun > settings.shutdown().toNanos()) {
                throw Refusals.keepsCard(server, port);
            }
            if (System.nanoTime() - asked >= ASK_AGAIN_EVERY.toNanos()) {
                domains.tell(server, "unplug a card of", domain -> letGo(domain, port));
                asked = System.nanoTime();
            } else {
                Thread.sleep(LOOK_EVERY);
            }
        }
        domains.tell(server, "unplug a card of", domain -> {
            Optional<String> card = find(domain.getXMLDesc(XMLFlags.INACTIVE), port);
            if (card.isPresent()) {
                domain.detachDeviceFlags(card.get(), ModificationImpact.CONFIG);
            }
            return server;
        });
    }

    private boolean isPlugged(UUID server, UUID port) throws InterruptedException {
        return domains.tell(
                server,
                "look into",
                domain -> domain.isActive() == 1
                        && find(domain.getXMLDesc(0), port).isPresent());
    }

    private static UUID letGo(Domain domain, UUID port) throws LibvirtException {
        Optional<String> card = find(domain.getXMLDesc(0), port);
        if (card.isPresent()) {
            try {
                domain.detachDeviceFlags(card.get(), ModificationImpact.LIVE);
            } catch (LibvirtException e) {
                if (!ASKED.contains(e.getError().getCode())) {
                    throw e;
                }
            }
        }
        return port;
    }

    private void changeable(UUID server) throws InterruptedException {
        Seen seen = domains.find(server).orElseThrow(() -> Refusals.noGuest(server));
        if (seen.saved()) {
            throw Refusals.cardWhile(server, PowerState.SUSPENDED);
        }
    }

    /** As its other cards are. */
    private static String model(String domain) {
        return cards(domain).stream()
                .flatMap(card -> Tag.at(card, "model").stream())
                .map(model -> model.getAttribute("type"))
                .findFirst()
                .orElse(CardXml.MODEL);
    }

    /** The card of a port, as the domain has it. */
    private static Optional<String> find(String domain, UUID port) {
        return cards(domain).stream()
                .filter(card -> Tag.at(card, "target")
                        .filter(target -> target.getAttribute("dev").equals(CardXml.device(port)))
                        .isPresent())
                .findFirst()
                .map(card -> new Tag(card).xml());
    }

    private static List<Element> cards(String domain) {
        List<Element> cards = new ArrayList<>();
        Element devices = Tag.at(Tag.read(domain), "devices").orElseThrow();
        for (Node each = devices.getFirstChild(); each != null; each = each.getNextSibling()) {
            if (each instanceof Element element && element.getTagName().equals("interface")) {
                cards.add(element);
            }
        }
        return cards;
    }
}
