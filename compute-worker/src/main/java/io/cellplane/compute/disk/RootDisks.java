package io.cellplane.compute.disk;

import io.cellplane.compute.hypervisor.DiskTransfer;
import io.cellplane.compute.hypervisor.NewGuest.RootData;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.BaseImage;
import io.cellplane.contracts.host.DiskOffer;
import io.cellplane.contracts.host.GuestSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Makes root disks. No header that came from elsewhere is in one: the data are written into a new one. */
record RootDisks(DiskSettings settings, ImageCache cache) {
    static final long GIB = 1L << 30;

    /** A draft of the disk, grown to the flavor. */
    private interface Draft {
        void write(Path part) throws IOException, InterruptedException;
    }

    private DiskFormat format() {
        return switch (settings.root()) {
            case OVERLAY -> DiskFormat.QCOW2;
            case RAW -> DiskFormat.RAW;
        };
    }

    /** Makes it, unless it is there. */
    void make(MadeDisks disks, GuestSpec spec, DiskSource source) throws IOException, InterruptedException {
        if (disks.rootFormat().isPresent()) {
            return;
        }
        switch (source) {
            case DiskSource.OfImage(BaseImage image) -> ofImage(disks, spec, image);
            case DiskSource.OfData(RootData data) -> ofData(disks, spec, data);
            case DiskSource.OfKept(String host, UUID operation) -> ofKept(disks, spec, host, operation);
        }
    }

    private void publish(MadeDisks disks, Draft draft) throws IOException, InterruptedException {
        Path root = disks.root(format());
        Path part = Durable.part(root);
        try {
            draft.write(part);
            Durable.publish(part, root);
        } finally {
            Durable.delete(part);
        }
    }

    /** How large it may be: a flavor without a root disk takes the image as it is. */
    private long most(GuestSpec spec) {
        return spec.rootGb() == 0 ? settings.largestImage() : spec.rootGb() * GIB;
    }

    private static long grown(GuestSpec spec, long bytes) {
        return spec.rootGb() == 0 ? bytes : spec.rootGb() * GIB;
    }

    private void ofImage(MadeDisks disks, GuestSpec spec, BaseImage image) throws IOException, InterruptedException {
        try (ImageCache.Use base = cache.use(image, most(spec))) {
            long bytes = grown(spec, base.bytes());
            publish(disks, part -> {
                if (format() == DiskFormat.QCOW2) {
                    QemuImg.overlay(base.file(), part, bytes);
                } else {
                    write(new QemuImg.Source(base.file(), DiskFormat.RAW, null), part, base.bytes(), bytes);
                }
            });
        }
    }

    private void ofData(MadeDisks disks, GuestSpec spec, RootData data) throws IOException, InterruptedException {
        String name = "of the disk of instance " + spec.server();
        DiskFormat declared = Inspection.format(name, data.format());
        Path fetched = Durable.part(disks.file("data"));
        try {
            data.transfer().run(fetched);
            beside(disks, spec, data);
            // Raw, they are the guest's own from the first byte, whatever it has written there: no tool is ever to find
            // out.
            long bytes = declared == DiskFormat.RAW ? Files.size(fetched) : Inspection.of(fetched, name, declared);
            Fetch.fits(bytes, most(spec));
            publish(disks, part -> {
                try {
                    write(new QemuImg.Source(fetched, declared, null), part, bytes, grown(spec, bytes));
                } catch (ToolFailed e) {
                    throw Inspection.unreadable(e, name, declared);
                }
            });
        } finally {
            Durable.delete(fetched);
        }
    }

    /** Before the root disk is there: where it is, nothing is made any more. */
    private static void beside(MadeDisks disks, GuestSpec spec, RootData data)
            throws IOException, InterruptedException {
        DiskTransfer ephemeral = data.beside().get(DiskOffer.EPHEMERAL);
        if (ephemeral != null && spec.ephemeralGb() > 0) {
            ExtraDisks.take(ephemeral, disks.file(MadeDisks.EPHEMERAL), spec.ephemeralGb() * GIB);
        }
        DiskTransfer uefi = data.beside().get(DiskOffer.UEFI);
        if (uefi != null) {
            ExtraDisks.take(uefi, disks.file(MadeDisks.UEFI), 0);
        }
    }

    private void ofKept(MadeDisks disks, GuestSpec spec, String host, UUID operation)
            throws IOException, InterruptedException {
        GuestDisks from = kept(host, spec.server(), operation);
        if (from.rootBytes() > most(spec)) {
            throw Failure.SPAWN_REFUSED.refused("The root disk of instance " + spec.server() + " has "
                    + gib(from.rootBytes()) + " GiB and does not fit into " + spec.rootGb() + " GiB.");
        }
        Path ephemeral = from.ephemeral();
        if (ephemeral != null && spec.ephemeralGb() > 0) {
            ExtraDisks.copy(ephemeral, disks.file(MadeDisks.EPHEMERAL), spec.ephemeralGb() * GIB);
        }
        if (Durable.isFile(from.uefi())) {
            ExtraDisks.copy(from.uefi(), disks.file(MadeDisks.UEFI), 0);
        }
        QemuImg.Source source = new QemuImg.Source(from.root(), from.rootFormat(), from.base());
        publish(disks, part -> write(source, part, from.rootBytes(), grown(spec, from.rootBytes())));
    }

    private GuestDisks kept(String host, UUID server, UUID operation) throws IOException {
        HostFolder there = new HostFolder(settings.instances(), host);
        KeptDisks kept =
                there.kept(server, operation).orElseThrow(() -> Failure.KEPT_NOT_FOUND.refused(server, operation));
        return new MadeDisks(there, server, kept.incarnation())
                .read()
                .orElseThrow(() -> Failure.KEPT_NOT_FOUND.refused(server, operation));
    }

    static int gib(long bytes) {
        return (int) ((bytes + GIB - 1) / GIB);
    }

    private void write(QemuImg.Source from, Path part, long bytes, long grown)
            throws IOException, InterruptedException {
        QemuImg.convert(from, part, format(), false, bytes, _ -> {});
        if (format() == DiskFormat.QCOW2) {
            QemuImg.grow(part, grown);
        } else {
            grow(part, grown);
        }
    }

    /** Grows a raw file, never shrinks it. */
    static void grow(Path file, long bytes) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            if (raw.length() < bytes) {
                raw.setLength(bytes);
            }
        }
    }
}
