package io.cellplane.compute.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.compute.hypervisor.NewGuest.RootData;
import io.cellplane.contracts.host.DiskOffer;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What a guest's UEFI keeps lies beside its disks, and goes where they go. */
class UefiTest {
    private static final String WORDS = "what it has written";

    private final Path folder;
    private final LibvirtHost host;
    private final UUID server = UUID.randomUUID();

    @BeforeAll
    static void assume() {
        TestLibvirt.assume();
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/share/OVMF")), "UEFI is not tried: ovmf is not installed");
    }

    UefiTest(@TempDir Path folder) {
        this.folder = folder;
        host = new LibvirtHost(folder, TestLibvirt.shared().uri());
    }

    @BeforeEach
    void some(TestInfo test) {
        Sample.assume(test, 3);
    }

    @AfterEach
    void clean() {
        host.close();
    }

    private long kept() throws IOException {
        try (Stream<Path> files = Files.walk(host.instances)) {
            return files.filter(file -> file.endsWith("nvram")).count();
        }
    }

    private NewGuest guest(String step, @Nullable RootData root) {
        return new NewGuest(
                LibvirtHost.spec(server, 1, Map.of("hw_firmware_type", "uefi", "hw_video_model", "none")),
                new Step(UUID.randomUUID(), step, 1),
                root,
                false);
    }

    private Path there() throws IOException {
        try (Stream<Path> files = Files.walk(host.instances)) {
            return files.filter(file -> file.endsWith("nvram"))
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .orElseThrow();
        }
    }

    /** What the firmware has written at the end of its variables. */
    private static void write(Path nvram) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(nvram.toFile(), "rw")) {
            file.seek(file.length() - WORDS.length());
            file.write(WORDS.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String written(Path nvram) throws IOException {
        byte[] all = Files.readAllBytes(nvram);
        return new String(all, all.length - WORDS.length(), WORDS.length(), StandardCharsets.US_ASCII);
    }

    private static boolean copied(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void it_goes_along_from_one_storage_and_from_host_to_host() throws Exception {
        NewGuest any = host.guest(server, null, 1, false);
        host.hypervisor().spawn(guest("spawn", any.root()));
        write(there());
        Step left = new Step(UUID.randomUUID(), "leave", 1);
        host.hypervisor().leave(server, left);
        Map<String, Path> shown = host.hypervisor().show(server, left.operation());
        host.hypervisor().receive(guest("receive", null), left.operation(), TestLibvirt.HOST);
        assertThat(kept()).isEqualTo(2);
        assertThat(written(there())).isEqualTo(WORDS);
        host.hypervisor().remove(server);
        Path uefi = Objects.requireNonNull(shown.get(DiskOffer.UEFI));
        RootData copy = new RootData(
                "raw",
                Objects.requireNonNull(any.root()).transfer(),
                Map.of(DiskOffer.UEFI, file -> copied(uefi, file)));
        host.hypervisor().receive(guest("receive", copy), left.operation(), "elsewhere");
        assertThat(kept()).isEqualTo(2);
        assertThat(there()).isNotEqualTo(uefi);
        assertThat(written(there())).isEqualTo(WORDS);
        assertThat(host.hypervisor().change(server, Power.START)).isEqualTo(PowerState.RUNNING);
    }

    @Test
    void it_goes_along_into_another_cell() throws Exception {
        NewGuest any = host.guest(server, null, 1, false);
        host.hypervisor().spawn(guest("spawn", any.root()));
        write(there());
        Step left = new Step(UUID.randomUUID(), "leave", 1);
        host.hypervisor().leave(server, left);
        Path carried = folder.resolve("carried");
        host.hypervisor()
                .upload(
                        server,
                        left.operation(),
                        "qcow2",
                        disks -> copied(Objects.requireNonNull(disks.get(DiskOffer.UEFI)), carried));
        host.hypervisor().destroy(server);
        assertThat(kept()).isZero();
        RootData arriving = new RootData(
                "raw",
                Objects.requireNonNull(any.root()).transfer(),
                Map.of(DiskOffer.UEFI, file -> copied(carried, file)));
        host.hypervisor().spawn(guest("spawn", arriving));
        assertThat(written(there())).isEqualTo(WORDS);
        assertThat(host.hypervisor().change(server, Power.START)).isEqualTo(PowerState.RUNNING);
    }

    @Test
    void it_is_kept_with_the_guest_and_removed_with_it() throws Exception {
        NewGuest any = host.guest(server, new Step(UUID.randomUUID(), "spawn", 1), 1, false);
        Step left = new Step(UUID.randomUUID(), "leave", 1);
        host.hypervisor()
                .spawn(new NewGuest(
                        LibvirtHost.spec(server, 1, Map.of("hw_firmware_type", "uefi", "hw_video_model", "none")),
                        any.maker(),
                        Objects.requireNonNull(any.root()),
                        false));
        assertThat(kept()).isEqualTo(1);
        host.hypervisor().leave(server, left);
        assertThat(kept()).isEqualTo(1);
        assertThat(host.hypervisor().restore(server, left.operation(), new Step(UUID.randomUUID(), "restore", 1), true))
                .isEqualTo(PowerState.RUNNING);
        host.hypervisor().destroy(server);
        assertThat(kept()).isZero();
    }
}
