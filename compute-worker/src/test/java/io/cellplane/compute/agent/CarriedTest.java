package io.cellplane.compute.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.compute.hypervisor.Guests;
import io.cellplane.compute.hypervisor.NewGuest.RootData;
import io.cellplane.compute.image.ImageStore;
import io.cellplane.compute.image.Images;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.DiskOffer;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.RootImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guest's UEFI keeps goes into another cell behind its disk. */
class CarriedTest {
    private static final String DISK = "what the guest has written";
    private static final String VARIABLES = "what its firmware has";

    private final Path folder;
    private final Images images = new Images();
    private final ImageStore store = new ImageStore();
    private final Carried carried = new Carried(store);
    private final UUID image = images.queued();
    private final GuestSpec guest = Guests.small(UUID.randomUUID());
    private final Map<String, Path> disks;

    CarriedTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.disks = Map.of(
                DiskOffer.ROOT,
                Files.writeString(folder.resolve("root"), DISK),
                DiskOffer.UEFI,
                Files.writeString(folder.resolve("nvram"), VARIABLES));
    }

    @AfterEach
    void close() {
        store.close();
        images.close();
    }

    private Order.Upload order(boolean withUefi) {
        return new Order.Upload(guest.server(), image, images.grant(image), images.grant(image), "raw", withUefi);
    }

    private Map<String, String> sent(boolean withUefi) throws InterruptedException {
        Map<String, String> outcome = new HashMap<>();
        boolean _ = carried.send(disks, order(withUefi), outcome);
        return outcome;
    }

    private String stored() {
        return new String(images.of(image), StandardCharsets.UTF_8);
    }

    private RootImage root(Map<String, String> sent) {
        return new RootImage(
                image,
                images.grant(image),
                "raw",
                Long.parseLong(sent.getOrDefault(Reply.SIZE, "")),
                sent.getOrDefault(Reply.SHA512, ""),
                Long.parseLong(sent.getOrDefault(Reply.UEFI, "0")));
    }

    private RootData data(RootImage root) {
        return Objects.requireNonNull(carried.data(guest, root));
    }

    @Test
    void it_arrives_beside_the_disk_as_both_have_left() throws Exception {
        Map<String, String> sent = sent(true);
        assertThat(sent).containsEntry(Reply.UEFI, String.valueOf(VARIABLES.length()));
        assertThat(stored()).isEqualTo(DISK + VARIABLES);
        assertThat(sent(true)).isEqualTo(sent);
        assertThat(images.puts()).isEqualTo(1);
        RootData data = data(root(sent));
        Path disk = folder.resolve("disk");
        Path uefi = folder.resolve("uefi");
        assertThat(data.transfer().run(disk)).isTrue();
        assertThat(Objects.requireNonNull(data.beside().get(DiskOffer.UEFI)).run(uefi))
                .isTrue();
        assertThat(disk).hasContent(DISK);
        assertThat(uefi).hasContent(VARIABLES);
    }

    @Test
    void an_older_relay_which_cannot_say_where_it_begins_is_sent_the_disk_alone() throws Exception {
        Map<String, String> sent = sent(false);
        assertThat(sent).doesNotContainKey(Reply.UEFI);
        assertThat(stored()).isEqualTo(DISK);
        RootData data = data(root(sent));
        assertThat(data.beside()).isEmpty();
        assertThat(data.transfer().run(folder.resolve("disk"))).isTrue();
        assertThat(folder.resolve("disk")).hasContent(DISK);
    }

    @Test
    void the_disk_alone_is_what_has_to_fit() {
        long most = (long) guest.rootGb() << 30;
        assertThat(data(new RootImage(image, images.grant(image), "raw", most + 5, "ab", 5))
                        .beside())
                .containsOnlyKeys(DiskOffer.UEFI);
        assertThatThrownBy(() -> data(new RootImage(image, images.grant(image), "raw", most + 6, "ab", 5)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.failure()).isEqualTo(Failure.IMAGE_TOO_LARGE));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 101, RootImage.MOST_UEFI + 1, Long.MAX_VALUE})
    void what_no_uefi_keeps_is_refused(long bytes) {
        assertThatThrownBy(() -> data(new RootImage(image, images.grant(image), "raw", 100, "ab", bytes)))
                .isInstanceOf(Refused.class);
    }
}
