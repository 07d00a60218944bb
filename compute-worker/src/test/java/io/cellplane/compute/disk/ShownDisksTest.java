package io.cellplane.compute.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.compute.hypervisor.DiskTransfer;
import io.cellplane.compute.hypervisor.NewGuest.RootData;
import io.cellplane.contracts.host.DiskOffer;
import io.cellplane.contracts.operation.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kept disks as files for a host that does not share the storage, and a guest made there from them. */
class ShownDisksTest {
    private static final byte[] RAW = Disk.raw(2 * Disk.MIB, "the image's words");
    private static final String WRITTEN = "written by the guest";

    private final UUID server = UUID.randomUUID();
    private final UUID incarnation = HostDisks.incarnation(Hosts.step("spawn"));
    private final Step leave = Hosts.step("leave");

    @TempDir
    Path folder;

    private Hosts hosts;

    @BeforeAll
    static void tools() {
        Disk.needsQemuImg();
    }

    @BeforeEach
    void begin() throws IOException {
        hosts = new Hosts(folder.resolve("instances"));
    }

    @AfterEach
    void close() {
        hosts.close();
    }

    private HostDisks opened(DiskSettings.Root form) throws IOException {
        return hosts.root(form).open("h");
    }

    private KeptDisks kept(Step by) {
        return new KeptDisks(server, by, incarnation, true, 1, "<domain/>");
    }

    private GuestDisks left(HostDisks host) throws IOException, InterruptedException {
        DiskSource image = Hosts.image(hosts.images.base(RAW, "raw"));
        GuestDisks disks = host.make(Disk.guest(server, 1, 1, 0, false), incarnation, image);
        Disk.write(disks, 8192, WRITTEN, folder);
        Disk.put(Objects.requireNonNull(disks.ephemeral()), 1 << 20, WRITTEN.getBytes(StandardCharsets.UTF_8));
        host.keep(kept(leave));
        return disks;
    }

    private static DiskTransfer copying(Path shown) {
        return file -> {
            try {
                Process copying =
                        new ProcessBuilder("cp", "--sparse=always", shown.toString(), file.toString()).start();
                return copying.waitFor() == 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void a_host_of_another_storage_makes_the_guest_from_them(DiskSettings.Root form)
            throws IOException, InterruptedException {
        HostDisks host = opened(form);
        left(host);
        Map<String, Path> shown = host.show(kept(leave));
        assertThat(shown).containsOnlyKeys(DiskOffer.ROOT, DiskOffer.EPHEMERAL);
        assertThat(host.show(kept(leave))).isEqualTo(shown);
        try (Hosts others = new Hosts(folder.resolve("elsewhere")).root(form)) {
            RootData data = new RootData(
                    "raw",
                    copying(Objects.requireNonNull(shown.get(DiskOffer.ROOT))),
                    Map.of(DiskOffer.EPHEMERAL, copying(Objects.requireNonNull(shown.get(DiskOffer.EPHEMERAL)))));
            GuestDisks guest = others.open("other")
                    .make(Disk.guest(server, 3, 2, 0, false), UUID.randomUUID(), new DiskSource.OfData(data));
            assertThat(guest.rootBytes()).isEqualTo(3 * Hosts.GIB);
            assertThat(new String(Disk.seen(guest, 8192, WRITTEN.length(), folder), StandardCharsets.UTF_8))
                    .isEqualTo(WRITTEN);
            Path ephemeral = Objects.requireNonNull(guest.ephemeral());
            assertThat(Files.size(ephemeral)).isEqualTo(2 * Hosts.GIB);
            try (Peek seen = Peek.at(ephemeral)) {
                assertThat(seen.text(1 << 20, WRITTEN.length())).isEqualTo(WRITTEN);
            }
        }
    }

    @Test
    void hidden_nothing_of_them_is_left_and_the_next_leaving_shows_what_was_written_since()
            throws IOException, InterruptedException {
        HostDisks host = opened(DiskSettings.Root.OVERLAY);
        GuestDisks disks = left(host);
        Path shown = Objects.requireNonNull(host.show(kept(leave)).get(DiskOffer.ROOT));
        assertThat(Durable.part(shown)).as("what a killed agent has left").exists();
        Step again = new Step(leave.operation(), leave.name(), 2);
        Disk.write(disks, 8192, "written since that  ", folder);
        Path later = Objects.requireNonNull(host.show(kept(again)).get(DiskOffer.ROOT));
        try (Peek seen = Peek.at(later)) {
            assertThat(seen.text(8192, 13)).isEqualTo("written since");
        }
        assertThat(Hosts.names(disks.folder())).as("that of before is gone").hasSize(3);
        host.hide(kept(again));
        host.hide(kept(again));
        assertThat(Hosts.names(disks.folder())).containsExactlyInAnyOrder("ephemeral0.raw", "root.qcow2");
    }
}
