package io.cellplane.compute.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.BaseImage;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.operation.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HostDisksTest {
    private static final byte[] RAW = Disk.raw(2 * Disk.MIB, "the image's words");

    private final UUID server = UUID.randomUUID();
    private final UUID incarnation = HostDisks.incarnation(Hosts.step("spawn"));

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

    private GuestSpec guest(int rootGb) {
        return Disk.guest(server, rootGb, 0, 0, false);
    }

    private Path of(String host) {
        return folder.resolve("instances").resolve(host).resolve(server.toString());
    }

    @ParameterizedTest
    @CsvSource({"OVERLAY, raw", "OVERLAY, qcow2", "RAW, raw", "RAW, vmdk"})
    void a_root_disk_is_the_image_grown_to_the_flavor(DiskSettings.Root form, String format)
            throws IOException, InterruptedException {
        BaseImage image = hosts.images.base(format.equals("raw") ? RAW : Disk.as(format, RAW, folder), format);
        GuestDisks disks = hosts.root(form).open("h").make(guest(1), incarnation, Hosts.image(image));
        assertThat(disks.rootBytes()).isEqualTo(Hosts.GIB);
        assertThat(disks.rootFormat()).isEqualTo(form == DiskSettings.Root.RAW ? DiskFormat.RAW : DiskFormat.QCOW2);
        assertThat(disks.base() == null).isEqualTo(form == DiskSettings.Root.RAW);
        assertThat(Arrays.equals(Disk.seen(disks, 0, RAW.length, folder), RAW)).isTrue();
        assertThat(disks.ephemeral()).isNull();
        assertThat(disks.swap()).isNull();
        assertThat(disks.configDrive()).isNull();
    }

    @Test
    void a_flavor_without_a_root_disk_takes_the_image_as_it_is() throws IOException, InterruptedException {
        GuestDisks disks = hosts.open("h").make(guest(0), incarnation, Hosts.image(hosts.images.base(RAW, "raw")));
        assertThat(disks.rootBytes()).isEqualTo(RAW.length);
    }

    @Test
    void further_disks_are_ready_for_use() throws IOException, InterruptedException {
        GuestSpec guest = Disk.guest(server, 1, 1, 64, true);
        GuestDisks disks = hosts.open("h").make(guest, incarnation, Hosts.image(hosts.images.base(RAW, "raw")));
        try (Peek ephemeral = Peek.at(Objects.requireNonNull(disks.ephemeral()));
                Peek swap = Peek.at(Objects.requireNonNull(disks.swap()))) {
            assertThat(ephemeral.size()).isEqualTo(Hosts.GIB);
            assertThat(ephemeral.bytes(0x438, 2).getShort()).as("ext4").isEqualTo((short) 0x53ef);
            assertThat(ephemeral.text(0x478, 10)).isEqualTo("ephemeral0");
            assertThat(swap.size()).isEqualTo(64L * Disk.MIB);
            assertThat(swap.text(4096 - 10, 10)).isEqualTo("SWAPSPACE2");
        }
        assertThat(disks.configDrive()).isRegularFile();
        assertThat(disks.folder()).isDirectory();
        assertThat(Files.getPosixFilePermissions(disks.root())).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_made_again_is_the_same_with_all_that_its_guest_has_written(DiskSettings.Root form)
            throws IOException, InterruptedException {
        BaseImage image = hosts.images.base(RAW, "raw");
        HostDisks host = hosts.root(form).open("h");
        GuestDisks first = host.make(guest(1), incarnation, Hosts.image(image));
        Disk.write(first, 8192, "written by the guest", folder);
        GuestDisks again = hosts.open("h").make(guest(1), incarnation, Hosts.image(image));
        assertThat(again).isEqualTo(first);
        assertThat(host.find(server, incarnation)).contains(first);
        assertThat(new String(Disk.seen(again, 8192, 20, folder), StandardCharsets.UTF_8))
                .isEqualTo("written by the guest");
        assertThat(hosts.images.gets()).isEqualTo(1);
    }

    @Test
    void a_making_goes_on_where_one_before_was_cut_off() throws IOException, InterruptedException {
        BaseImage image = hosts.images.base(RAW, "raw");
        Path left = Files.createDirectories(of("h").resolve(incarnation.toString()));
        Files.writeString(left.resolve("root.qcow2.0123.part"), "half");
        Files.writeString(left.resolve("swap.raw.0123.part"), "half");
        HostDisks host = hosts.open("h");
        assertThat(host.find(server, incarnation)).isEmpty();
        host.make(Disk.guest(server, 1, 0, 64, true), incarnation, Hosts.image(image));
        assertThat(Hosts.names(left)).containsExactly("config.iso", "root.qcow2", "swap.raw");
    }

    @Test
    void a_sweep_finds_whatever_was_left_and_leaves_the_guest() throws IOException, InterruptedException {
        BaseImage image = hosts.images.base(RAW, "raw");
        HostDisks host = hosts.open("h");
        GuestDisks guest = host.make(guest(1), incarnation, Hosts.image(image));
        UUID other = UUID.randomUUID();
        host.make(guest(1), other, Hosts.image(image));
        Files.writeString(of("h").resolve(UUID.randomUUID() + ".kept.0123.part"), "half");
        Files.writeString(
                Files.createDirectories(of("h").resolve(UUID.randomUUID().toString()))
                        .resolve("root.qcow2.part"),
                "half");
        host.sweep(server, incarnation);
        assertThat(Hosts.names(of("h"))).containsExactly(incarnation + "/root.qcow2");
        assertThat(host.servers()).containsExactly(server);
        assertThat(guest.root()).isRegularFile();
        host.sweep(server, null);
        host.sweep(server, null);
        assertThat(of("h")).doesNotExist();
        assertThat(host.servers()).isEmpty();
        assertThat(hosts.cached("h")).hasSize(2);
    }

    private void refused(HostDisks host, GuestSpec guest, DiskSource source, Failure failure, String words) {
        assertThatThrownBy(() -> host.make(guest, incarnation, source))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.failure()).isEqualTo(failure))
                .hasMessageContaining(words);
    }

    @Test
    void what_does_not_fit_is_refused_before_it_is_unpacked() throws IOException, InterruptedException {
        HostDisks host = hosts.open("h");
        Path bomb = folder.resolve("bomb");
        Disk.qemuImg("create", "-f", "qcow2", bomb, "2G");
        BaseImage image = hosts.images.base(Files.readAllBytes(bomb), "qcow2");
        refused(host, guest(1), Hosts.image(image), Failure.IMAGE_TOO_LARGE, "image is 2147483648 bytes");
        assertThat(hosts.cached("h")).isEmpty();
        refused(host, guest(1), Hosts.data("qcow2", Files.readAllBytes(bomb)), Failure.IMAGE_TOO_LARGE, "2147483648");
        BaseImage raw = new BaseImage(image.image(), image.read(), "raw", Hosts.GIB + 1, image.hashes());
        int gets = hosts.images.gets();
        refused(host, guest(1), Hosts.image(raw), Failure.IMAGE_TOO_LARGE, "too small");
        assertThat(hosts.images.gets()).as("not even fetched").isEqualTo(gets);
        assertThat(host.make(guest(2), incarnation, Hosts.image(image)).rootBytes())
                .isEqualTo(2 * Hosts.GIB);
        UUID another = UUID.randomUUID();
        assertThatThrownBy(() -> host.make(guest(1), another, Hosts.image(image)))
                .as("also when it is there")
                .isInstanceOf(Refused.class);
    }

    @Test
    void no_image_is_larger_than_the_operator_allows() throws IOException, InterruptedException {
        Path bomb = folder.resolve("bomb");
        Disk.qemuImg("create", "-f", "qcow2", bomb, "65G");
        byte[] data = Files.readAllBytes(bomb);
        HostDisks host = hosts.open("h");
        DiskSource image = Hosts.image(hosts.images.base(data, "qcow2"));
        refused(host, guest(100), image, Failure.IMAGE_TOO_LARGE, "is 68719476736 bytes");
        refused(host, guest(0), image, Failure.IMAGE_TOO_LARGE, "is 68719476736 bytes");
        refused(host, guest(0), Hosts.data("qcow2", data), Failure.IMAGE_TOO_LARGE, "is 68719476736 bytes");
    }

    @Test
    void hostile_data_are_refused_and_nothing_of_them_stays() throws IOException, InterruptedException {
        Path hostile = folder.resolve("hostile");
        Disk.qemuImg("create", "-f", "qcow2", "-F", "raw", "-b", "/etc/passwd", hostile, "1M");
        byte[] data = Files.readAllBytes(hostile);
        HostDisks host = hosts.open("h");
        String words = "it lies over another file";
        DiskSource image = Hosts.image(hosts.images.base(data, "qcow2"));
        refused(host, guest(1), image, Failure.IMAGE_UNACCEPTABLE, words);
        refused(host, guest(1), Hosts.data("qcow2", data), Failure.IMAGE_UNACCEPTABLE, words);
        DiskSource raw = Hosts.image(hosts.images.base(data, "raw"));
        refused(host, guest(1), raw, Failure.IMAGE_UNACCEPTABLE, "begins as qcow");
        DiskSource kernel = Hosts.image(hosts.images.base(data, "aki"));
        refused(host, guest(1), kernel, Failure.IMAGE_UNACCEPTABLE, "disk format aki is not acceptable");
        assertThat(Hosts.names(of("h"))).isEmpty();
        assertThat(hosts.cached("h")).isEmpty();
    }

    /** What a guest has written is its own: it is moved, and read as what is declared. */
    @ParameterizedTest
    @EnumSource
    void a_guests_own_disk_that_begins_as_another_format_stays_raw(DiskSettings.Root form)
            throws IOException, InterruptedException {
        byte[] forged = Disk.raw(2 * Disk.MIB, "words");
        Path hostile = folder.resolve("hostile");
        Disk.qemuImg("create", "-f", "qcow2", "-F", "raw", "-b", "/etc/passwd", hostile, "1M");
        byte[] header = Files.readAllBytes(hostile);
        System.arraycopy(header, 0, forged, 0, 512);
        HostDisks host = hosts.root(form).open("h");
        GuestDisks disks = host.make(guest(1), incarnation, Hosts.data("raw", forged));
        assertThat(disks.base()).isNull();
        assertThat(Arrays.equals(Disk.seen(disks, 0, forged.length, folder), forged))
                .isTrue();
        KeptDisks kept = new KeptDisks(server, Hosts.step("leave"), incarnation, true, 1, "");
        host.keep(kept);
        DiskSource source = new DiskSource.OfKept("h", kept.by().operation());
        GuestDisks moved = hosts.open("other").make(guest(1), incarnation, source);
        assertThat(Arrays.equals(Disk.seen(moved, 0, forged.length, folder), forged))
                .isTrue();
    }

    @Test
    void a_server_whose_folder_is_a_link_is_not_followed() throws IOException, InterruptedException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Path precious = Files.writeString(elsewhere.resolve("precious"), "of the host");
        HostDisks host = hosts.open("h");
        Files.createSymbolicLink(of("h"), elsewhere);
        DiskSource image = Hosts.image(hosts.images.base(RAW, "raw"));
        assertThatThrownBy(() -> host.make(guest(1), incarnation, image)).hasMessageContaining("is a link");
        Step by = Hosts.step("leave");
        KeptDisks kept = new KeptDisks(server, by, incarnation, true, 1, "");
        assertThatThrownBy(() -> host.keep(kept)).hasMessageContaining("is a link");
        host.sweep(server, null);
        assertThat(of("h")).doesNotExist();
        assertThat(precious).hasContent("of the host");
        assertThat(elsewhere).isDirectoryContaining("glob:**/precious");
        assertThatThrownBy(() -> hosts.open("../h")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hosts.open("..")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hosts.open("a/b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void each_step_makes_a_guest_of_its_own() {
        Step step = Hosts.step("spawn");
        assertThat(HostDisks.incarnation(step)).isEqualTo(HostDisks.incarnation(step));
        assertThat(HostDisks.incarnation(step)).isNotEqualTo(HostDisks.incarnation(step.part("2")));
        assertThat(HostDisks.incarnation(null)).isNotEqualTo(HostDisks.incarnation(null));
    }
}
