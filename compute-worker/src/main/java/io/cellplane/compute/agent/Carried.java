package io.cellplane.compute.agent;

import io.cellplane.compute.hypervisor.DiskTransfer;
import io.cellplane.compute.hypervisor.Hypervisor;
import io.cellplane.compute.hypervisor.HypervisorFailure;
import io.cellplane.compute.hypervisor.NewGuest.RootData;
import io.cellplane.compute.image.ImageStore;
import io.cellplane.compute.image.Measured;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.DiskOffer;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.RootImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What goes into another cell as the data of one image: a root disk, and behind it what the guest's UEFI keeps. How long that is
 * is said beside the data, so nothing of them is looked into to find out.
 */
record Carried(ImageStore images) {
    private static final long GIB = 1L << 30;

    /** @return the outcome */
    Map<String, String> upload(Hypervisor hypervisor, UUID server, Order.Upload order) throws InterruptedException {
        Map<String, String> outcome = new HashMap<>();
        String format = order.format() == null ? "raw" : order.format();
        hypervisor.upload(server, order.keptBy(), format, disks -> send(disks, order, outcome));
        return outcome;
    }

    /** @return false when they were there */
    boolean send(Map<String, Path> disks, Order.Upload order, Map<String, String> outcome) throws InterruptedException {
        Path root = Objects.requireNonNull(disks.get(DiskOffer.ROOT));
        Path uefi = order.withUefi() ? disks.get(DiskOffer.UEFI) : null;
        List<Path> files = uefi == null ? List.of(root) : List.of(root, uefi);
        Measured measured = Measured.of(files);
        outcome.put(Reply.SIZE, String.valueOf(measured.bytes()));
        outcome.put(Reply.SHA512, measured.sha512());
        if (uefi != null) {
            outcome.put(Reply.UEFI, String.valueOf(size(uefi)));
        }
        return images.send(files, measured, order.image(), order.write(), order.read());
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new HypervisorFailure("cannot read what a UEFI keeps: " + e.getMessage(), e);
        }
    }

    /** What a guest is made from that comes from another cell; null: it is made from its image. */
    @Nullable RootData data(GuestSpec guest, @Nullable RootImage root) {
        if (root == null) {
            return null;
        }
        if (root.uefi() < 0 || root.uefi() > Math.min(root.size(), RootImage.MOST_UEFI)) {
            throw Failure.SPAWN_REFUSED.refused("No UEFI keeps " + root.uefi() + " bytes.");
        }
        if (root.diskSize() > guest.rootGb() * GIB) {
            throw Failure.IMAGE_TOO_LARGE.refused(guest.rootGb() * GIB, root.diskSize());
        }
        Behind uefi = new Behind(Math.toIntExact(root.uefi()));
        DiskTransfer disk = file -> {
            images.fetch(root, file);
            uefi.cut(file);
            return true;
        };
        return new RootData(root.format(), disk, root.uefi() == 0 ? Map.of() : Map.of(DiskOffer.UEFI, uefi::write));
    }

    /** The end of the data, from when the disk was fetched to when what is beside it is asked for. */
    private static final class Behind {
        private final byte[] bytes;

        Behind(int length) {
            bytes = new byte[length];
        }

        void cut(Path file) {
            try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "rw")) {
                data.seek(data.length() - bytes.length);
                data.readFully(bytes);
                data.setLength(data.length() - bytes.length);
            } catch (IOException e) {
                throw new HypervisorFailure("cannot write a disk: " + e.getMessage(), e);
            }
        }

        boolean write(Path file) {
            try {
                Files.write(file, bytes);
                return true;
            } catch (IOException e) {
                throw new HypervisorFailure("cannot write what a UEFI keeps: " + e.getMessage(), e);
            }
        }
    }
}
