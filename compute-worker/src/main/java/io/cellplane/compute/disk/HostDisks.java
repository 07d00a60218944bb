package io.cellplane.compute.disk;

import io.cellplane.compute.hypervisor.Hypervisor.Upload;
import io.cellplane.compute.image.ImageStore;
import io.cellplane.compute.image.ImageStoreAway;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.DiskOffer;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.operation.Step;
import io.cellplane.guest.VendorData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The disks of one host's guests: {@code <instances>/<host>/<server>/<incarnation>/}, beside them what is kept,
 * {@code <server>/<operation>.kept}, and the images that overlays lie over, {@code <host>/images/}. Everything may be
 * killed at any moment and repeated; what is there under its own name is whole and on disk.
 *
 * <p>An {@link IOException} says nothing of the next try: the disk is full, a tool was killed.
 */
public final class HostDisks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostDisks.class);
    private static final Duration LOOKS = Duration.ofMinutes(30);

    private final DiskSettings settings;
    private final HostFolder folder;
    private final ImageCache cache;
    private final RootDisks roots;
    private final ScheduledExecutorService aging = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("image-aging").factory());

    /**
     * Opens the host's folder, made when it is not there; removes images that are damaged or cut off, and from now on those
     * that nothing has used for long.
     *
     * @param images stays its maker's to close
     */
    public HostDisks(DiskSettings settings, ImageStore images) throws IOException {
        this(settings, images, Clock.systemUTC());
        var _ = aging.scheduleWithFixedDelay(this::ageOut, LOOKS.toSeconds(), LOOKS.toSeconds(), TimeUnit.SECONDS);
    }

    HostDisks(DiskSettings settings, ImageStore images, Clock clock) throws IOException {
        this.settings = settings;
        this.folder = new HostFolder(settings.instances(), settings.host());
        this.cache = new ImageCache(folder.images(), images, settings.largestImage(), clock);
        this.roots = new RootDisks(settings, cache);
        cache.clean(this::needed);
    }

    /** Removes images that nothing has used for as long as the settings say. */
    void ageOut() {
        try {
            cache.ageOut(settings.unused(), this::needed);
        } catch (IOException e) {
            LOG.error("unused images are not removed: {}", e.toString());
        }
    }

    private Set<Path> needed() throws IOException {
        Set<Path> needed = new HashSet<>();
        for (UUID server : folder.servers()) {
            for (UUID incarnation : folder.incarnations(server)) {
                Path base = new MadeDisks(folder, server, incarnation).base();
                if (base != null) {
                    needed.add(base);
                }
            }
        }
        return needed;
    }

    private GuestDisks disks(KeptDisks kept) throws IOException {
        return find(kept.server(), kept.incarnation())
                .orElseThrow(() ->
                        Failure.KEPT_NOT_FOUND.refused(kept.server(), kept.by().operation()));
    }

    /** Which guest of a server a step makes: the same for each repeat of the step, and another for every other step. */
    public static UUID incarnation(@Nullable Step maker) {
        return maker == null
                ? UUID.randomUUID()
                : UUID.nameUUIDFromBytes(maker.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes the guest's disks, or goes on with what a repeat of the same incarnation had made. The config drive is made anew
     * each time.
     *
     * @throws Refused when the image is not what it is declared to be, or reaches out of itself, or does not fit; when the
     *     host keeps nothing by that operation
     * @throws ImageStoreAway when the image service is to be asked again
     */
    public GuestDisks make(GuestSpec spec, UUID incarnation, DiskSource source)
            throws IOException, InterruptedException {
        MadeDisks disks = new MadeDisks(folder, spec.server(), incarnation);
        Durable.folder(disks.folder());
        disks.clean();
        roots.make(disks, spec, source);
        if (spec.ephemeralGb() > 0) {
            ExtraDisks.ephemeral(disks.file(MadeDisks.EPHEMERAL), spec.ephemeralGb() * RootDisks.GIB);
        }
        if (spec.swapMb() > 0) {
            ExtraDisks.swap(disks.file(MadeDisks.SWAP), (long) spec.swapMb() << 20);
        }
        if (spec.configDrive()) {
            ConfigDrive.write(spec, VendorData.of(settings.vendorData()), disks.file(MadeDisks.CONFIG_DRIVE));
        }
        return disks.read().orElseThrow(() -> new IOException("the root disk has vanished"));
    }

    /** The disks of a guest that were made whole; empty when the root disk is not there. */
    public Optional<GuestDisks> find(UUID server, UUID incarnation) throws IOException {
        return new MadeDisks(folder, server, incarnation).read();
    }

    /**
     * Removes every disk of the server but those that are kept and those of that guest; also what a cut-off making or
     * removing has left.
     *
     * @param guest the incarnation that stays; null: none
     */
    public void sweep(UUID server, @Nullable UUID guest) throws IOException {
        folder.sweep(server, guest);
    }

    /** Every server that has something here, its guest's or kept or left over. */
    public Set<UUID> servers() throws IOException {
        return folder.servers();
    }

    /** Writes that the guest's disks are kept, on disk when this returns. It replaces what the operation kept of the server. */
    public void keep(KeptDisks kept) throws IOException {
        folder.keep(kept);
    }

    /** Forgets that they are kept; the disks stay, for {@link #sweep} or for the guest. @return whether they were kept */
    public boolean forget(UUID server, UUID operation) throws IOException {
        return folder.forget(server, operation);
    }

    /** What that operation keeps of the server. */
    public Optional<KeptDisks> kept(UUID server, UUID operation) throws IOException {
        return folder.kept(server, operation);
    }

    /** All that is kept here. */
    public List<KeptDisks> kept() throws IOException {
        List<KeptDisks> all = new ArrayList<>();
        for (UUID server : folder.servers()) {
            all.addAll(folder.kept(server));
        }
        return all;
    }

    /** How much the root disk holds, in bytes of its files: what a move has to carry. */
    public long rootBytes(KeptDisks kept) throws IOException {
        GuestDisks disks = disks(kept);
        return Files.size(disks.root()) + (disks.base() == null ? 0 : Files.size(disks.base()));
    }

    /**
     * Shows the kept root disk as one file that needs no other, and removes that file again; and what its UEFI keeps, if it has
     * one. Made twice, they are the same bytes.
     *
     * @param format qcow2, compressed; or raw, sparse
     * @param percent told how far the making of the file is
     * @return what the upload said
     */
    public boolean upload(KeptDisks kept, DiskFormat format, IntConsumer percent, Upload upload)
            throws IOException, InterruptedException {
        GuestDisks disks = disks(kept);
        Path part = Durable.part(disks.folder().resolve("upload"));
        try {
            QemuImg.convert(
                    new QemuImg.Source(disks.root(), disks.rootFormat(), disks.base()),
                    part,
                    format,
                    format == DiskFormat.QCOW2,
                    disks.rootBytes(),
                    percent);
            Map<String, Path> shown = new HashMap<>(Map.of(DiskOffer.ROOT, part));
            uefi(disks, shown);
            return upload.run(shown);
        } finally {
            Durable.delete(part);
        }
    }

    /**
     * Makes the kept disks files that need no others, raw, and leaves them there: the root disk's is another file where it is an
     * overlay. Each leaving has its own, as the guest may go on between two.
     *
     * @return by {@link DiskOffer}'s names
     */
    public Map<String, Path> show(KeptDisks kept) throws IOException, InterruptedException {
        GuestDisks disks = disks(kept);
        Map<String, Path> shown = new HashMap<>();
        shown.put(DiskOffer.ROOT, disks.rootFormat() == DiskFormat.RAW ? disks.root() : flat(kept, disks));
        if (disks.ephemeral() != null) {
            shown.put(DiskOffer.EPHEMERAL, disks.ephemeral());
        }
        uefi(disks, shown);
        return shown;
    }

    private static void uefi(GuestDisks disks, Map<String, Path> shown) {
        if (Durable.isFile(disks.uefi())) {
            shown.put(DiskOffer.UEFI, disks.uefi());
        }
    }

    private Path flat(KeptDisks kept, GuestDisks disks) throws IOException, InterruptedException {
        MadeDisks made = new MadeDisks(folder, kept.server(), kept.incarnation());
        Path flat = made.flat(kept.by());
        if (!Durable.isFile(flat)) {
            made.hide();
            Path part = Durable.part(flat);
            try {
                QemuImg.convert(
                        new QemuImg.Source(disks.root(), disks.rootFormat(), disks.base()),
                        part,
                        DiskFormat.RAW,
                        false,
                        disks.rootBytes(),
                        _ -> {});
                Durable.publish(part, flat);
            } finally {
                Durable.delete(part);
            }
        }
        return flat;
    }

    /** Removes what showing has made, also of one that was cut off. */
    public void hide(KeptDisks kept) throws IOException {
        new MadeDisks(folder, kept.server(), kept.incarnation()).hide();
    }

    @Override
    public void close() {
        aging.shutdownNow();
        cache.close();
    }
}
