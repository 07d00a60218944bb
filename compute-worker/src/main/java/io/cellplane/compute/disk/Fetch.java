package io.cellplane.compute.disk;

import io.cellplane.compute.image.ImageStore;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.BaseImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * An image on its way into the cache, for all who wait for it: fetched, looked into, made raw, published. It runs in a
 * thread of its own, so that whoever stops waiting stops nothing, and ends when nobody waits any more.
 */
final class Fetch {
    private final ImageStore images;
    private final BaseImage image;
    private final DiskFormat format;
    private final CachedImage cached;
    private final long most;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread;
    private int waiting;

    /**
     * @param most how large the disk may be, in bytes
     * @param then run before anybody is told that it has ended
     */
    Fetch(ImageStore images, BaseImage image, DiskFormat format, CachedImage cached, long most, Runnable then) {
        this.images = images;
        this.image = image;
        this.format = format;
        this.cached = cached;
        this.most = most;
        this.thread = Thread.ofVirtual().name("fetch-" + image.image()).unstarted(() -> {
            try {
                fetch();
                then.run();
                ended.complete(null);
            } catch (IOException | InterruptedException | RuntimeException | Error e) {
                then.run();
                ended.completeExceptionally(e);
            }
        });
    }

    /** Under the cache's lock, as is {@link #leave}. */
    void join() {
        if (waiting++ == 0) {
            thread.start();
        }
    }

    /** @return whether nobody waits any more; then it is stopped */
    boolean leave() {
        if (--waiting > 0 || ended.isDone()) {
            return false;
        }
        thread.interrupt();
        return true;
    }

    /**
     * Waits for its end.
     *
     * @throws ExecutionException when it has failed, with the reason
     */
    void await() throws InterruptedException, ExecutionException {
        ended.get();
    }

    /** Stops it whoever waits. */
    void stop() {
        thread.interrupt();
    }

    private void fetch() throws IOException, InterruptedException {
        String name = image.image().toString();
        Path data = Durable.part(cached.data());
        Path raw = null;
        try {
            images.fetch(image, data);
            long bytes = Inspection.of(data, name, format);
            fits(bytes, most);
            raw = data;
            if (format.hasHeader()) {
                raw = Durable.part(cached.data());
                convert(data, raw, bytes, name);
            }
            cached.publish(raw, bytes);
        } finally {
            Durable.delete(data);
            if (raw != null) {
                Durable.delete(raw);
            }
        }
    }

    /** @throws Refused when a disk of so many bytes does not fit into so many */
    static void fits(long bytes, long most) {
        if (bytes > most) {
            throw Failure.IMAGE_TOO_LARGE.refused(most, bytes);
        }
    }

    private void convert(Path data, Path raw, long bytes, String name) throws IOException, InterruptedException {
        try {
            QemuImg.convert(new QemuImg.Source(data, format, null), raw, DiskFormat.RAW, false, bytes, _ -> {});
        } catch (ToolFailed e) {
            throw Inspection.unreadable(e, name, format);
        }
    }
}
