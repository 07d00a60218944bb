package io.cellplane.compute.image;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.host.BaseImage;
import java.io.IOException;
import java.nio.file.Path;
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
