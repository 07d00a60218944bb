package io.cellplane.compute.disk;

import io.cellplane.compute.hypervisor.NewGuest.RootData;
import io.cellplane.compute.image.ImageStore;
import io.cellplane.compute.image.Images;
import io.cellplane.contracts.host.BaseImage;
import io.cellplane.contracts.operation.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Hosts that share a storage, and an image service. */
final class Hosts implements AutoCloseable {
    static final long GIB = 1L << 30;

    final Images images = new Images();
    final Path instances;
    private final ImageStore store = new ImageStore();
    private final List<HostDisks> open = new ArrayList<>();
    private Duration unused = Duration.ofDays(1);
    private DiskSettings.Root root = DiskSettings.Root.OVERLAY;

    Hosts(Path instances) throws IOException {
        this.instances = instances;
    }

    /** From now on hosts are opened so. */
    Hosts unused(Duration howLong) {
        unused = howLong;
        return this;
    }

    Hosts root(DiskSettings.Root form) {
        root = form;
        return this;
    }

    HostDisks open(String host) throws IOException {
        HostDisks disks = new HostDisks(new DiskSettings(instances, host, root, 64 * GIB, unused), store);
        open.add(disks);
        return disks;
    }

    static DiskSource image(BaseImage image) {
        return new DiskSource.OfImage(image);
    }

    /** What is in a file, for one guest. */
    static DiskSource data(String format, byte[] data) {
        return new DiskSource.OfData(new RootData(format, file -> {
            try {
                Files.write(file, data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return true;
        }));
    }

    static Step step(String name) {
        return new Step(UUID.randomUUID(), name, 1);
    }

    Path cache(String host) {
        return instances.resolve(host).resolve("images");
    }

    /** Every file of the cache. */
    List<String> cached(String host) throws IOException {
        return names(cache(host));
    }

    static List<String> names(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> !Files.isDirectory(path))
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() {
        open.forEach(HostDisks::close);
        store.close();
        images.close();
    }
}
