package io.cellplane.compute.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cellplane.compute.image.ImageStoreAway;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.BaseImage;
import io.cellplane.contracts.host.Grant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCacheTest {
    private static final byte[] RAW = Disk.raw(4 * Disk.MIB, "the image's words");

    @TempDir
    Path folder;

    private Hosts hosts;

    @BeforeAll
    static void tools() {
        Disk.needsQemuImg();
    }

    @BeforeEach
    void open() throws IOException {
        hosts = new Hosts(folder.resolve("instances"));
    }

    @AfterEach
    void close() {
        hosts.close();
    }

    /** A making of its own, in its own thread. */
    private static final class Boot {
        private final CompletableFuture<GuestDisks> made = new CompletableFuture<>();
        private final Thread thread;

        Boot(HostDisks host, BaseImage image) {
            this.thread = Thread.ofVirtual().start(() -> {
                try {
                    made.complete(boot(host, image));
                } catch (Exception e) {
                    made.completeExceptionally(e);
                }
            });
        }

        Throwable failure() {
            return made.handle((_, failure) -> Objects.requireNonNull(failure)).join();
        }
    }

    private static GuestDisks boot(HostDisks host, BaseImage image) throws IOException, InterruptedException {
        return host.make(Disk.guest(UUID.randomUUID(), 1, 0, 0, false), UUID.randomUUID(), Hosts.image(image));
    }

    private void fetching() {
        Awaitility.await().until(() -> hosts.images.gets() > 0);
    }

    @Test
    void one_fetch_serves_all_who_come_meanwhile() throws IOException, InterruptedException {
        BaseImage image = hosts.images.base(RAW, "raw");
        HostDisks host = hosts.open("h");
        hosts.images.hang();
        List<Boot> boots = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            boots.add(new Boot(host, image));
        }
        fetching();
        hosts.images.release();
        boots.forEach(boot -> assertThat(boot.made.join().base()).exists());
        assertThat(hosts.images.gets()).isEqualTo(1);
        assertThat(hosts.cached("h")).hasSize(2);
    }

    @Test
    void who_stops_waiting_stops_nobody_else() throws IOException, InterruptedException {
        BaseImage image = hosts.images.base(RAW, "raw");
        HostDisks host = hosts.open("h");
        hosts.images.hang();
        Boot first = new Boot(host, image);
        fetching();
        Boot second = new Boot(host, image);
        Awaitility.await().until(() -> second.thread.getState() == Thread.State.WAITING);
        first.thread.interrupt();
        assertThat(first.failure()).isInstanceOf(InterruptedException.class);
        hosts.images.release();
        assertThat(second.made.join().base()).exists();
        assertThat(hosts.images.gets()).isEqualTo(1);
    }

    @Test
    void when_nobody_waits_any_more_the_fetch_ends_and_leaves_nothing() throws IOException, InterruptedException {
        BaseImage image = hosts.images.base(RAW, "raw");
        HostDisks host = hosts.open("h");
        hosts.images.hang();
        Boot only = new Boot(host, image);
        fetching();
        only.thread.interrupt();
        assertThat(only.failure()).isInstanceOf(InterruptedException.class);
        Awaitility.await().until(() -> hosts.cached("h").isEmpty());
        hosts.images.release();
        assertThat(boot(host, image).base()).exists();
    }

    @Test
    void after_a_fetch_that_failed_the_next_one_tries() throws IOException, InterruptedException {
        BaseImage image = hosts.images.base(RAW, "raw");
        HostDisks host = hosts.open("h");
        hosts.images.breakDown(1);
        assertThatThrownBy(() -> boot(host, image)).isInstanceOf(ImageStoreAway.class);
        assertThat(boot(host, image).base()).exists();
    }

    @Test
    void who_waits_for_a_fetch_that_fails_for_another_tries_itself() throws IOException, InterruptedException {
        BaseImage image = hosts.images.base(RAW, "raw");
        BaseImage notAllowed = new BaseImage(
                image.image(),
                new Grant(image.read().data(), "an old token"),
                image.format(),
                image.size(),
                image.hashes());
        HostDisks host = hosts.open("h");
        List<Boot> bad = new ArrayList<>();
        List<Boot> good = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            bad.add(new Boot(host, notAllowed));
            good.add(new Boot(host, image));
        }
        good.forEach(boot -> assertThat(boot.made.join().base()).exists());
        bad.forEach(boot -> boot.made
                .handle((made, failure) -> {
                    assertThat(failure == null ? made : failure)
                            .isInstanceOfAny(GuestDisks.class, ImageStoreAway.class);
                    return made;
                })
                .join());
    }

    @Test
    void data_that_are_not_those_declared_are_refused() throws IOException, InterruptedException {
        BaseImage image = hosts.images.base(RAW, "raw");
        HostDisks host = hosts.open("h");
        Map<String, String> hashes = Map.of("sha512", "0".repeat(128));
        for (BaseImage other : List.of(
                new BaseImage(image.image(), image.read(), "raw", image.size(), hashes),
                new BaseImage(image.image(), image.read(), "raw", image.size() - 1, image.hashes()),
                new BaseImage(image.image(), image.read(), "raw", image.size() + 1, image.hashes()))) {
            refused(host, other, "not those that it was made with");
        }
        refused(host, new BaseImage(image.image(), image.read(), "raw", image.size(), Map.of()), "tells no hash");
        Map<String, String> none = Map.of("sha512", "../../../../etc/passwd-and-more-words", "blake2b", "00");
        refused(host, new BaseImage(image.image(), image.read(), "raw", image.size(), none), "tells no hash");
        assertThat(hosts.cached("h")).isEmpty();
    }

    private static void refused(HostDisks host, BaseImage image, String words) {
        assertThatThrownBy(() -> boot(host, image))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.failure()).isEqualTo(Failure.IMAGE_UNACCEPTABLE))
                .hasMessageContaining(words);
    }

    @Test
    void the_best_hash_that_is_known_counts() throws IOException, InterruptedException, NoSuchAlgorithmException {
        BaseImage image = hosts.images.base(RAW, "raw");
        HostDisks host = hosts.open("h");
        String md5 = HexFormat.of()
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("MD5").digest(RAW));
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(RAW));
        Map<String, String> old = Map.of("md5", md5);
        assertThat(boot(host, new BaseImage(image.image(), image.read(), "raw", image.size(), old))
                        .base())
                .exists();
        Map<String, String> newer = Map.of("md5", "0".repeat(32), "sha256", sha256, "blake2b", "ff");
        assertThat(boot(host, new BaseImage(image.image(), image.read(), "raw", image.size(), newer))
                        .base())
                .exists();
        assertThat(hosts.images.gets())
                .as("what hashes otherwise is another image")
                .isEqualTo(2);
    }

    @Test
    void what_is_declared_otherwise_is_another_image() throws IOException, InterruptedException {
        BaseImage image = hosts.images.base(RAW, "raw");
        HostDisks host = hosts.open("h");
        boot(host, image);
        BaseImage other = new BaseImage(image.image(), image.read(), "qcow2", image.size(), image.hashes());
        refused(host, other, "is declared as qcow2 and is not");
    }

    @Test
    void zeros_take_no_room() throws IOException, InterruptedException {
        byte[] raw = Disk.raw(16 * Disk.MIB, "words");
        HostDisks host = hosts.open("h");
        for (String format : List.of("raw", "qcow2")) {
            byte[] data = format.equals("raw") ? raw : Disk.as(format, raw, folder);
            Path base = Objects.requireNonNull(
                    boot(host, hosts.images.base(data, format)).base());
            assertThat(Files.size(base)).isEqualTo(raw.length);
            assertThat(Files.mismatch(base, Files.write(folder.resolve("raw"), raw)))
                    .isEqualTo(-1);
            String info = Disk.qemuImg("info", "-f", "raw", "--output=json", base);
            long actual = new JsonMapper().readTree(info).path("actual-size").asLong();
            assertThat(actual).isLessThan(Disk.MIB);
        }
    }

    @Test
    void what_nothing_uses_is_removed_and_what_a_disk_lies_over_stays() throws IOException, InterruptedException {
        HostDisks host = hosts.unused(Duration.ZERO).open("h");
        GuestDisks needed = boot(host, hosts.images.base(RAW, "raw"));
        GuestDisks gone = boot(host, hosts.images.base(Disk.raw(Disk.MIB, "others"), "raw"));
        host.sweep(gone.server(), null);
        host.ageOut();
        assertThat(needed.base()).exists();
        assertThat(gone.base()).doesNotExist();
        assertThat(hosts.cached("h")).hasSize(2);
        HostDisks patient = hosts.unused(Duration.ofDays(1)).open("h");
        patient.sweep(needed.server(), null);
        patient.ageOut();
        assertThat(needed.base()).as("used a moment ago").exists();
        host.ageOut();
        assertThat(hosts.cached("h")).isEmpty();
    }

    @Test
    void while_a_disk_cannot_be_read_nothing_is_removed() throws IOException, InterruptedException {
        HostDisks host = hosts.unused(Duration.ZERO).open("h");
        GuestDisks gone = boot(host, hosts.images.base(RAW, "raw"));
        GuestDisks ill = boot(host, hosts.images.base(Disk.raw(Disk.MIB, "others"), "raw"));
        host.sweep(gone.server(), null);
        byte[] header = Files.readAllBytes(ill.root());
        Files.write(ill.root(), new byte[512]);
        host.ageOut();
        assertThat(gone.base()).exists();
        Path data = Objects.requireNonNull(gone.base());
        Path whole = Path.of(data.toString().replaceAll("raw$", "json"));
        byte[] said = Files.readAllBytes(whole);
        Files.delete(whole);
        hosts.open("h");
        assertThat(data).as("a host starts, and leaves what may be needed").exists();
        Files.write(whole, said);
        Path elsewhere = Files.write(folder.resolve("moved"), header);
        Files.delete(ill.root());
        Files.createSymbolicLink(ill.root(), elsewhere);
        host.ageOut();
        assertThat(gone.base()).exists();
        Files.delete(ill.root());
        Files.write(ill.root(), header);
        host.ageOut();
        assertThat(gone.base()).doesNotExist();
        assertThat(ill.base()).exists();
    }

    @Test
    void at_its_start_a_host_removes_what_was_cut_off_or_is_damaged() throws IOException, InterruptedException {
        HostDisks host = hosts.open("h");
        GuestDisks whole = boot(host, hosts.images.base(RAW, "raw"));
        GuestDisks cut = boot(host, hosts.images.base(Disk.raw(Disk.MIB, "others"), "raw"));
        GuestDisks unsaid = boot(host, hosts.images.base(Disk.raw(Disk.MIB, "more"), "raw"));
        host.sweep(cut.server(), null);
        host.sweep(unsaid.server(), null);
        Path cutBase = Objects.requireNonNull(cut.base());
        Files.write(cutBase, new byte[5]);
        Path unsaidBase = Objects.requireNonNull(unsaid.base());
        Files.delete(Path.of(unsaidBase.toString().replaceAll("raw$", "json")));
        Files.writeString(hosts.cache("h").resolve("half.raw.0123.part"), "half");
        Files.writeString(hosts.cache("h").resolve("half.json.0123.part"), "half");
        hosts.open("h");
        assertThat(hosts.cached("h")).hasSize(2);
        assertThat(whole.base()).exists();
    }

    @Test
    void a_damaged_image_that_a_disk_lies_over_stays_and_is_fetched_anew() throws IOException, InterruptedException {
        HostDisks host = hosts.open("h");
        BaseImage image = hosts.images.base(RAW, "raw");
        GuestDisks guest = boot(host, image);
        Path base = Objects.requireNonNull(guest.base());
        Files.write(base, new byte[5]);
        HostDisks restarted = hosts.open("h");
        assertThat(base).exists();
        restarted.ageOut();
        assertThat(base).exists();
        boot(restarted, image);
        assertThat(Files.mismatch(base, Files.write(folder.resolve("raw"), RAW)))
                .isEqualTo(-1);
        assertThat(hosts.images.gets()).isEqualTo(2);
    }
}
