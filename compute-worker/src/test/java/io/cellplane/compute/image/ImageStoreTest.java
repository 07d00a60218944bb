package io.cellplane.compute.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.compute.copy.Throttle;
import io.cellplane.contracts.host.BaseImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
    @TempDir
    Path folder;

    @Test
    void who_cannot_write_does_not_blame_the_image_service() throws IOException, InterruptedException {
        try (Images images = new Images();
                ImageStore store = new ImageStore()) {
            BaseImage image = images.base(new byte[1000], "raw");
            assertThatThrownBy(() -> store.fetch(image, folder.resolve("missing/file")))
                    .isInstanceOf(ImageStoreAway.class)
                    .hasMessageContaining("cannot be written here: java.io.FileNotFoundException");
            images.breakDown(1);
            assertThatThrownBy(() -> store.fetch(image, folder.resolve("file")))
                    .isInstanceOf(ImageStoreAway.class)
                    .hasMessageContaining("answers 503");
        }
    }

    @Test
    void nothing_is_sent_or_fetched_faster_than_it_may_be() throws IOException, InterruptedException {
        AtomicLong nanos = new AtomicLong();
        Throttle throttle = new Throttle(1000, nanos::get, time -> nanos.addAndGet(time.toNanos()));
        byte[] data = new byte[500_000];
        data[7] = 1;
        Path file = Files.write(folder.resolve("disk"), data);
        try (Images images = new Images();
                ImageStore store = new ImageStore(throttle)) {
            UUID image = images.queued();
            store.send(List.of(file), Measured.of(file), image, images.grant(image), images.grant(image));
            assertThat(images.of(image)).isEqualTo(data);
            assertThat(Duration.ofNanos(nanos.get())).isBetween(Duration.ofSeconds(430), Duration.ofSeconds(500));
            store.fetch(images.root(image, folder.resolve("scratch")), folder.resolve("fetched"));
            assertThat(Duration.ofNanos(nanos.get())).isBetween(Duration.ofSeconds(930), Duration.ofSeconds(1000));
            assertThat(folder.resolve("fetched")).hasSameBinaryContentAs(file);
            store.fetch(images.base(data, "raw"), folder.resolve("base"));
            assertThat(Duration.ofNanos(nanos.get()))
                    .as("a boot's image, too")
                    .isBetween(Duration.ofSeconds(1430), Duration.ofSeconds(1500));
        }
    }

    @Test
    void whoever_cannot_be_reached_is_away() throws IOException, InterruptedException {
        BaseImage image;
        try (Images images = new Images()) {
            image = images.base(new byte[1000], "raw");
        }
        try (ImageStore store = new ImageStore()) {
            assertThatThrownBy(() -> store.fetch(image, folder.resolve("file")))
                    .isInstanceOf(ImageStoreAway.class)
                    .hasMessageContaining("cannot be reached: ConnectException");
        }
    }
}
