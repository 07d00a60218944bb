package io.cellplane.compute.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.DiskOffer;
import io.cellplane.contracts.operation.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeptDisksTest {
    private static final byte[] RAW = Disk.raw(2 * Disk.MIB, "the image's words");
    private static final String WRITTEN = "written by the guest";

    private final UUID server = UUID.randomUUID();
    private final UUID incarnation = HostDisks.incarnation(Hosts.step("spawn"));
    private final Step leave = Hosts.step("leave");

    @TempDir
    Path folder;

    private Hosts hosts;
    private HostDisks host;

    @BeforeAll
    static void tools() {
        Disk.needsQemuImg();
    }

    @BeforeEach
    void open() throws IOException {
        hosts = new Hosts(folder.resolve("instances"));
        host = hosts.open("h");
    }

    @AfterEach
    void close() {
        hosts.close();
    }

    private UUID operation() {
        return leave.operation();
    }

    private KeptDisks kept() {
        return new KeptDisks(server, leave, incarnation, true, 1, "<domain/>");
    }

    /** A guest that has written and left. */
    private GuestDisks left(int ephemeralGb) throws IOException, InterruptedException {
        DiskSource image = Hosts.image(hosts.images.base(RAW, "raw"));
        GuestDisks disks = host.make(Disk.guest(server, 1, ephemeralGb, 0, false), incarnation, image);
        Disk.write(disks, 8192, WRITTEN, folder);
        host.keep(kept());
        return disks;
    }

    private String written(GuestDisks disks) throws IOException, InterruptedException {
        return new String(Disk.seen(disks, 8192, WRITTEN.length(), folder), StandardCharsets.UTF_8);
    }

    @Test
    void what_is_kept_outlives_a_sweep_and_stays_apart_from_a_new_guest() throws IOException, InterruptedException {
        left(0);
        host.keep(kept());
        UUID newer = UUID.randomUUID();
        DiskSource image = Hosts.image(hosts.images.base(RAW, "raw"));
        GuestDisks guest = host.make(Disk.guest(server, 2, 0, 0, false), newer, image);
        Disk.write(guest, 8192, "written by the newer", folder);
        host.sweep(server, newer);
        assertThat(host.kept()).containsExactly(kept());
        assertThat(host.kept(server, operation())).contains(kept());
        host.sweep(server, null);
        assertThat(host.find(server, newer)).isEmpty();
        HostDisks restarted = hosts.open("h");
        assertThat(restarted.kept()).containsExactly(kept());
        assertThat(written(restarted.find(server, incarnation).orElseThrow())).isEqualTo(WRITTEN);
    }

    @Test
    void what_is_forgotten_is_the_guests_again_or_swept() throws IOException, InterruptedException {
        left(0);
        assertThat(host.forget(server, UUID.randomUUID())).isFalse();
        assertThat(host.forget(server, operation())).isTrue();
        assertThat(host.forget(server, operation())).isFalse();
        assertThat(host.kept()).isEmpty();
        host.sweep(server, incarnation);
        assertThat(host.find(server, incarnation)).isPresent();
        host.sweep(server, null);
        assertThat(host.find(server, incarnation)).isEmpty();
        assertThat(host.servers()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void another_host_makes_a_guest_from_it_that_needs_nothing_of_the_first(DiskSettings.Root form)
            throws IOException, InterruptedException {
        hosts.root(form);
        GuestDisks left = left(1);
        Disk.put(Objects.requireNonNull(left.ephemeral()), 1 << 20, WRITTEN.getBytes(StandardCharsets.UTF_8));
        HostDisks other = hosts.open("other");
        UUID there = UUID.randomUUID();
        DiskSource source = new DiskSource.OfKept("h", operation());
        GuestDisks guest = other.make(Disk.guest(server, 3, 2, 16, true), there, source);
        assertThat(guest.base()).isNull();
        assertThat(guest.rootBytes()).isEqualTo(3 * Hosts.GIB);
        assertThat(Files.size(Objects.requireNonNull(guest.ephemeral()))).isEqualTo(2 * Hosts.GIB);
        host.forget(server, operation());
        host.sweep(server, null);
        try (Peek ephemeral = Peek.at(guest.ephemeral())) {
            assertThat(ephemeral.text(1 << 20, WRITTEN.length())).isEqualTo(WRITTEN);
        }
        try (Peek root = Peek.at(guest.root())) {
            assertThat(form == DiskSettings.Root.RAW || Qcow2Header.of(root).backing() == null)
                    .isTrue();
        }
        assertThat(written(guest)).isEqualTo(WRITTEN);
    }

    @Test
    void it_may_be_received_on_the_same_host_and_makes_no_difference_to_what_is_kept()
            throws IOException, InterruptedException {
        left(0);
        UUID newer = UUID.randomUUID();
        DiskSource source = new DiskSource.OfKept("h", operation());
        GuestDisks guest = host.make(Disk.guest(server, 1, 0, 0, false), newer, source);
        Disk.write(guest, 8192, "written by the newer", folder);
        assertThat(written(host.find(server, incarnation).orElseThrow())).isEqualTo(WRITTEN);
    }

    @Test
    void what_does_not_fit_or_is_not_kept_is_refused() throws IOException, InterruptedException {
        DiskSource image = Hosts.image(hosts.images.base(RAW, "raw"));
        host.make(Disk.guest(server, 2, 0, 0, false), incarnation, image);
        host.keep(kept());
        HostDisks other = hosts.open("other");
        DiskSource source = new DiskSource.OfKept("h", operation());
        assertThatThrownBy(() -> other.make(Disk.guest(server, 1, 0, 0, false), incarnation, source))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("has 2 GiB and does not fit into 1 GiB");
        DiskSource nothing = new DiskSource.OfKept("h", UUID.randomUUID());
        assertThatThrownBy(() -> other.make(Disk.guest(server, 2, 0, 0, false), incarnation, nothing))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.failure()).isEqualTo(Failure.KEPT_NOT_FOUND));
        DiskSource outside = new DiskSource.OfKept("../..", operation());
        assertThatThrownBy(() -> other.make(Disk.guest(server, 2, 0, 0, false), incarnation, outside))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Hosts.names(folder.resolve("instances/other"))).isEmpty();
    }

    @Test
    void a_root_disk_that_reaches_out_of_the_cache_is_neither_received_nor_sent()
            throws IOException, InterruptedException {
        GuestDisks left = left(0);
        Path secret = Files.write(folder.resolve("secret"), Disk.raw(Disk.MIB, "a secret of the host"));
        List<Path> targets = new ArrayList<>(List.of(secret));
        targets.add(Files.createSymbolicLink(hosts.cache("h").resolve("link.raw"), secret));
        targets.add(hosts.cache("h").resolve("../../../secret"));
        for (Path target : targets) {
            Files.delete(left.root());
            Disk.qemuImg("create", "-f", "qcow2", "-F", "raw", "-b", target, left.root(), "1M");
            DiskSource source = new DiskSource.OfKept("h", operation());
            HostDisks other = hosts.open("other");
            assertThatThrownBy(() -> other.make(Disk.guest(server, 1, 0, 0, false), UUID.randomUUID(), source))
                    .hasMessageContaining("reaches for another file");
            assertThatThrownBy(() -> host.upload(kept(), DiskFormat.QCOW2, _ -> {}, _ -> true))
                    .hasMessageContaining("reaches for another file");
        }
    }

    private byte[] sent(DiskFormat format) throws IOException, InterruptedException {
        byte[][] data = new byte[1][];
        List<Integer> percents = new ArrayList<>();
        boolean answer = host.upload(kept(), format, percents::add, disks -> {
            try {
                data[0] = Files.readAllBytes(Objects.requireNonNull(disks.get(DiskOffer.ROOT)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return false;
        });
        assertThat(answer).isFalse();
        assertThat(percents).isSorted().endsWith(100);
        return data[0];
    }

    @Test
    void what_is_sent_is_one_file_and_the_same_bytes_each_time() throws IOException, InterruptedException {
        GuestDisks left = left(0);
        byte[] first = sent(DiskFormat.QCOW2);
        assertThat(Arrays.equals(sent(DiskFormat.QCOW2), first)).isTrue();
        assertThat(first).hasSizeLessThan(Disk.MIB);
        assertThat(Hosts.names(left.folder())).containsExactly("root.qcow2");
        HostDisks cell2 = new Hosts(folder.resolve("cell2")).open("far");
        GuestDisks guest =
                cell2.make(Disk.guest(server, 2, 0, 0, false), UUID.randomUUID(), Hosts.data("qcow2", first));
        assertThat(written(guest)).isEqualTo(WRITTEN);
        assertThat(guest.rootBytes()).isEqualTo(2 * Hosts.GIB);
        assertThat(guest.base()).isNull();
        assertThat(Hosts.names(guest.folder())).containsExactly("root.qcow2");
        assertThat(host.rootBytes(kept())).isGreaterThan(RAW.length);
        cell2.close();
    }

    @Test
    void an_interrupt_ends_a_sending_and_nothing_stays_of_it() throws IOException, InterruptedException {
        GuestDisks left = left(0);
        CountDownLatch sending = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                host.upload(kept(), DiskFormat.QCOW2, _ -> {}, _ -> {
                    sending.countDown();
                    Thread.sleep(Long.MAX_VALUE);
                    return true;
                });
            } catch (IOException | InterruptedException e) {
                // That it ended is looked at below.
            }
        });
        Awaitility.await().until(() -> sending.getCount() == 0);
        thread.interrupt();
        thread.join();
        assertThat(Hosts.names(left.folder())).containsExactly("root.qcow2");
    }
}
