package io.cellplane.compute.disk;

import io.cellplane.compute.image.ImageStore;
import io.cellplane.compute.image.ImageStoreAway;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.BaseImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images that this host's guests are made from: raw, looked into, fetched once for all who need them. */
final class ImageCache implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageCache.class);

    private final Path folder;
    private final ImageStore images;
    private final long largest;
    private final Clock clock;
    private final Map<String, Fetch> fetches = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private boolean closed;

    /** An image that stays for as long as this is open. */
    interface Use extends AutoCloseable {
        Path file();

        long bytes();

        @Override
        void close();
    }

    ImageCache(Path folder, ImageStore images, long largest, Clock clock) throws IOException {
        this.folder = Durable.folder(folder);
        this.images = images;
        this.largest = largest;
        this.clock = clock;
    }

    /** Whether that file is one of the cache's. */
    boolean has(Path file) {
        return folder.equals(file.getParent()) && Durable.isFile(file);
    }

    /**
     * The image, fetched if it is not there; whoever asks for it meanwhile waits for the same fetch.
     *
     * @param most how large the disk may be, in bytes
     * @throws Refused when it is not to be used, or is larger
     * @throws ImageStoreAway when it is to be asked for again
     */
    Use use(BaseImage image, long most) throws IOException, InterruptedException {
        long limit = Math.min(most, largest);
        DiskFormat format = Inspection.format(image.image().toString(), image.format());
        CachedImage cached = CachedImage.of(folder, image, format);
        while (true) {
            Fetch fetch;
            boolean own;
            synchronized (this) {
                if (closed) {
                    throw new CancellationException("the host stops");
                }
                OptionalLong bytes = cached.bytes();
                if (bytes.isPresent()) {
                    Fetch.fits(bytes.getAsLong(), limit);
                    return used(cached, bytes.getAsLong());
                }
                own = !fetches.containsKey(cached.key());
                fetch = fetches.computeIfAbsent(cached.key(), _ -> begin(image, format, cached, limit));
                fetch.join();
            }
            await(fetch, own, cached.key());
        }
    }

    private Fetch begin(BaseImage image, DiskFormat format, CachedImage cached, long limit) {
        if (!format.hasHeader()) {
            Fetch.fits(image.size(), limit);
        }
        Fetch.fits(image.size(), largest);
        Fetch[] own = new Fetch[1];
        own[0] = new Fetch(images, image, format, cached, limit, () -> end(cached.key(), own[0]));
        return own[0];
    }

    private synchronized void end(String key, Fetch fetch) {
        fetches.remove(key, fetch);
    }

    /** Returns when it is worth looking again. What says nothing of the image itself is for the one who began it. */
    private void await(Fetch fetch, boolean own, String key) throws IOException, InterruptedException {
        try {
            fetch.await();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Refused refused when own || refused.failure() == Failure.IMAGE_UNACCEPTABLE -> throw refused;
                case IOException failed when own -> throw failed;
                case ImageStoreAway away when own -> throw away;
                case Refused _, IOException _, ImageStoreAway _, InterruptedException _ ->
                    LOG.debug("another one's fetch of {} has failed", key);
                case null, default -> throw new IllegalStateException(e);
            }
        } finally {
            synchronized (this) {
                if (fetch.leave()) {
                    fetches.remove(key, fetch);
                }
            }
        }
    }

    private Use used(CachedImage cached, long bytes) throws IOException {
        cached.used(clock.instant());
        uses.merge(cached.key(), 1, Integer::sum);
        return new Use() {
            @Override
            public Path file() {
                return cached.data();
            }

            @Override
            public long bytes() {
                return bytes;
            }

            @Override
            public void close() {
                synchronized (ImageCache.this) {
                    uses.computeIfPresent(cached.key(), (_, count) -> count == 1 ? null : count - 1);
                }
            }
        };
    }

    /** What disks lie over. */
    interface Needed {
        /** @throws IOException when some disk cannot be read: then nothing is to be removed */
        Set<Path> files() throws IOException;
    }

    /** Removes what nothing has used for so long, and no disk lies over. */
    void ageOut(Duration unused, Needed needed) throws IOException {
        Instant before = clock.instant().minus(unused);
        Set<Path> stay = needed.files();
        for (Path file : Durable.list(folder)) {
            CachedImage cached = CachedImage.of(file);
            if (cached != null && !stay.contains(cached.data())) {
                ageOut(cached, before);
            }
        }
    }

    private synchronized void ageOut(CachedImage cached, Instant before) throws IOException {
        if (cached.bytes().isPresent()
                && !uses.containsKey(cached.key())
                && cached.lastUsed().isBefore(before)) {
            cached.remove();
            LOG.info("image {} was not used for long and is removed", cached.key());
        }
    }

    /**
     * Removes what a process before this one did not finish, and what is damaged. What a disk lies over stays, or may lie
     * over where one cannot be read; the next who needs that image fetches it anew.
     */
    synchronized void clean(Needed needed) throws IOException {
        Predicate<Path> stays = stays(needed);
        for (Path file : Durable.list(folder)) {
            CachedImage cached = CachedImage.of(file);
            if (Durable.isPart(file)) {
                Durable.delete(file);
            } else if (cached != null && cached.bytes().isEmpty()) {
                cached.forget();
                if (stays.test(cached.data())) {
                    LOG.error("image {} is damaged, and guests may need it: {}", cached.key(), cached.data());
                } else {
                    cached.remove();
                    LOG.warn("image {} was cut off or is damaged, and is removed", cached.key());
                }
            }
        }
    }

    private static Predicate<Path> stays(Needed needed) {
        try {
            return needed.files()::contains;
        } catch (IOException e) {
            LOG.error("damaged images are not removed: {}", e.toString());
            return Durable::isFile;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        fetches.values().forEach(Fetch::stop);
    }
}
