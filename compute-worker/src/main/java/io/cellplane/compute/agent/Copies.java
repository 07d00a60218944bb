package io.cellplane.compute.agent;

import io.cellplane.compute.copy.CopyClient;
import io.cellplane.compute.copy.CopyServer;
import io.cellplane.compute.copy.CopySettings;
import io.cellplane.compute.copy.Offers;
import io.cellplane.compute.hypervisor.DiskTransfer;
import io.cellplane.compute.hypervisor.Hypervisor;
import io.cellplane.compute.hypervisor.HypervisorFailure;
import io.cellplane.compute.hypervisor.NewGuest.RootData;
import io.cellplane.compute.hypervisor.Refusals;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.DiskOffer;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Disks that go from host to host: offered here, or taken from there. */
final class Copies implements AutoCloseable {
    private static final long GIB = 1L << 30;
    private static final String RAW = "raw";
    /** More than any has. */
    private static final int UEFI_GB = 1;

    private final Hypervisor hypervisor;
    private final Offers offers;
    private final CopyClient client;
    private final @Nullable CopySettings settings;
    private final @Nullable CopyServer server;

    Copies(HostSettings settings, Hypervisor hypervisor, Clock clock) {
        this.hypervisor = hypervisor;
        this.settings = settings.copies();
        this.offers = new Offers(settings.folder().resolve("offers"), clock);
        this.client = new CopyClient(settings.throttle());
        try {
            this.server = this.settings == null
                    ? null
                    : new CopyServer(this.settings, offers, settings.throttle(), hypervisor::hide);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The id of the storage, as a leave tells it; nothing where no copies are offered. */
    Map<String, String> storage() {
        return server == null
                ? Map.of()
                : Map.of(Reply.STORAGE, hypervisor.storage().toString());
    }

    /** @return the outcome: where it is offered, and what */
    Map<String, String> offer(UUID guest, Order.Offer order) throws InterruptedException {
        if (server == null || settings == null) {
            throw Failure.UPLOAD_REFUSED.refused("The host offers no copies of what it keeps.");
        }
        Map<String, Path> disks = hypervisor.show(guest, order.keptBy());
        offers.put(guest, order.keptBy(), order.key(), Duration.ofMillis(order.lifeMillis()), disks);
        return Map.of(
                Reply.ADDRESS,
                settings.address(),
                Reply.PORT,
                String.valueOf(server.port()),
                Reply.DISKS,
                new TreeMap<>(disks)
                        .entrySet().stream()
                                .map(disk -> disk.getKey() + "=" + size(disk.getValue()))
                                .collect(Collectors.joining(",")));
    }

    private static long size(Path disk) {
        try {
            return Files.size(disk);
        } catch (IOException e) {
            throw new HypervisorFailure("cannot read a disk: " + e.getMessage(), e);
        }
    }

    /** Nobody reads what that operation keeps when this returns, and nobody will. */
    void withdraw(UUID guest, UUID keptBy) throws InterruptedException {
        offers.withdraw(guest, keptBy);
        hypervisor.hide(guest, keptBy);
    }

    /** The same of all that is kept of the server. */
    void withdraw(UUID guest) throws InterruptedException {
        for (UUID keptBy : offers.of(guest)) {
            withdraw(guest, keptBy);
        }
    }

    /** What a guest is made from that another host offers. */
    RootData from(DiskOffer offer, GuestSpec guest, UUID keptBy) {
        fits(offer, DiskOffer.ROOT, guest, guest.rootGb());
        fits(offer, DiskOffer.EPHEMERAL, guest, guest.ephemeralGb());
        fits(offer, DiskOffer.UEFI, guest, UEFI_GB);
        Map<String, DiskTransfer> beside = offer.disks().keySet().stream()
                .filter(disk -> !disk.equals(DiskOffer.ROOT))
                .collect(Collectors.toMap(disk -> disk, disk -> taking(offer, guest.server(), keptBy, disk)));
        return new RootData(RAW, taking(offer, guest.server(), keptBy, DiskOffer.ROOT), beside);
    }

    /** A flavor without such a disk takes the root disk as it is, and no other. */
    private static void fits(DiskOffer offer, String disk, GuestSpec guest, int mostGb) {
        long bytes = offer.disks().getOrDefault(disk, 0L);
        if (mostGb > 0 && bytes > mostGb * GIB) {
            throw Refusals.doesNotFit(guest.server(), Math.toIntExact(Math.ceilDiv(bytes, GIB)), mostGb);
        }
    }

    private DiskTransfer taking(DiskOffer offer, UUID guest, UUID keptBy, String disk) {
        return file -> {
            client.take(offer, guest, keptBy, disk, file);
            return true;
        };
    }

    void hasAll(DiskOffer offer, UUID guest, UUID keptBy) throws InterruptedException {
        client.hasAll(offer, guest, keptBy);
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
