package io.cellplane.compute.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Class A of Nova's weaknesses: files of the host reached through an image. */
class InspectionTest {
    private static final String NAME = "11111111-2222-3333-4444-555555555555";
    private static final int SIZE = 2 * Disk.MIB;
    private static final Map<List<Object>, byte[]> MADE = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    @BeforeAll
    static void tools() {
        Disk.needsQemuImg();
    }

    private Path file() {
        return folder.resolve(UUID.randomUUID().toString());
    }

    private Path made(String format, Object... options) throws IOException, InterruptedException {
        List<Object> key = List.of(format, List.of(options));
        byte[] data = MADE.get(key);
        if (data == null) {
            data = Disk.as(format, Disk.raw(SIZE, "words"), folder, options);
            MADE.put(key, data);
        }
        return Files.write(file(), data);
    }

    private static long inspect(Path file, DiskFormat declared) throws IOException, InterruptedException {
        return Inspection.of(file, NAME, declared);
    }

    private void refused(Path file, DiskFormat declared, String why) {
        assertThatThrownBy(() -> inspect(file, declared))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.failure()).isEqualTo(Failure.IMAGE_UNACCEPTABLE))
                .hasMessageContaining(NAME)
                .hasMessageContaining(why)
                .hasMessageNotContaining(folder.toString())
                .hasMessageNotContaining("passwd");
    }

    private static void put(Path file, long at, int value) throws IOException {
        Disk.put(file, at, ByteBuffer.allocate(4).putInt(value).array());
    }

    @ParameterizedTest
    @CsvSource({
        "raw,",
        "qcow2, compat=1.1",
        "qcow2, compat=0.10",
        "qcow2, compression_type=zstd",
        "qcow2, extended_l2=on",
        "vmdk, subformat=monolithicSparse",
        "vmdk, subformat=streamOptimized",
        "vpc, subformat=dynamic",
        "vpc, subformat=fixed",
        "vhdx, subformat=dynamic",
        "vdi, static=off",
        "vdi, static=on"
    })
    void what_is_as_declared_is_accepted_at_the_size_that_a_guest_sees(String format, String options)
            throws IOException, InterruptedException {
        Path file = options == null ? made(format) : made(format, "-o", options);
        long size = inspect(file, DiskFormat.declared(format).orElseThrow());
        // A VHD's size is one of cylinders, so a little larger.
        assertThat(size).isBetween((long) SIZE, (long) SIZE + 64 * 1024);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_of_another_format_is_refused(DiskFormat declared) throws IOException, InterruptedException {
        for (DiskFormat is : DiskFormat.values()) {
            // Whatever is no header at all is raw, also a file system.
            boolean accepted = is == declared || (declared == DiskFormat.RAW && is == DiskFormat.ISO);
            if (!accepted) {
                Path file = is == DiskFormat.ISO ? iso() : made(is.driver());
                refused(file, declared, "is declared as ");
            }
        }
    }

    private Path iso() throws IOException {
        Path iso = Files.write(file(), new byte[SIZE]);
        Disk.put(iso, 0x8001, "CD001".getBytes(StandardCharsets.US_ASCII));
        return iso;
    }

    @Test
    void a_file_system_may_be_declared_as_one_or_as_raw() throws IOException, InterruptedException {
        assertThat(inspect(iso(), DiskFormat.ISO)).isEqualTo(SIZE);
        assertThat(inspect(iso(), DiskFormat.RAW)).isEqualTo(SIZE);
    }

    @ParameterizedTest
    @EnumSource
    void raw_data_with_a_header_of_whatever_qemu_knows_are_refused(Signature signature) throws IOException {
        for (DiskFormat declared : new DiskFormat[] {DiskFormat.RAW, DiskFormat.ISO}) {
            Path file = iso();
            long at = signature == Signature.VDI ? 0x40 : 0;
            Disk.put(file, at, signature.begins().getBytes(StandardCharsets.ISO_8859_1));
            refused(file, declared, "begins as " + signature.word());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"version=1\n", "# a comment\n\n  \nversion=3\n", "#\n \r\nversion=2\r\n"})
    void a_descriptor_without_its_first_line_is_one_too(String descriptor) throws IOException {
        refused(Files.writeString(file(), descriptor), DiskFormat.RAW, "begins as vmdk");
    }

    @Test
    void empty_data_are_refused() throws IOException {
        refused(Files.createFile(file()), DiskFormat.RAW, "it is empty");
        refused(Files.createFile(file()), DiskFormat.QCOW2, "is declared as qcow2");
    }

    @Test
    void a_qcow2_over_another_file_is_refused() throws IOException, InterruptedException {
        Path file = file();
        Disk.qemuImg("create", "-f", "qcow2", "-F", "raw", "-b", "/etc/passwd", file, SIZE);
        refused(file, DiskFormat.QCOW2, "it lies over another file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.10", "1.1"})
    void a_qcow2_whose_header_was_changed_to_lie_over_another_is_refused(String compat)
            throws IOException, InterruptedException {
        Path file = made("qcow2", "-o", "compat=" + compat);
        Disk.put(file, 400, "/etc/passwd".getBytes(StandardCharsets.UTF_8));
        put(file, 12, 400);
        put(file, 16, 11);
        refused(file, DiskFormat.QCOW2, "it lies over another file");
        Disk.put(file, 400, "json:{\"file.filename\":\"/etc/passwd\"}".getBytes(StandardCharsets.UTF_8));
        put(file, 16, 35);
        refused(file, DiskFormat.QCOW2, "it lies over another file");
    }

    @Test
    void a_qcow2_whose_data_are_in_another_file_is_refused() throws IOException, InterruptedException {
        Path file = file();
        Disk.qemuImg("create", "-f", "qcow2", "-o", "data_file=" + file() + ",data_file_raw=on", file, SIZE);
        refused(file, DiskFormat.QCOW2, "its data are in another file");
        put(file, 76, 0); // the feature is not said to be there, the name still is
        refused(file, DiskFormat.QCOW2, "its data are in another file");
    }

    @Test
    void a_qcow2_with_unknown_features_is_refused() throws IOException, InterruptedException {
        for (int bit : new int[] {5, 31, 32, 63}) {
            Path file = made("qcow2");
            Disk.put(file, 72, ByteBuffer.allocate(8).putLong(1L << bit).array());
            refused(file, DiskFormat.QCOW2, "features that are not known");
        }
    }

    @Test
    void a_qcow2_that_is_encrypted_or_corrupt_or_older_is_refused() throws IOException, InterruptedException {
        Path encrypted = made("qcow2");
        put(encrypted, 32, 1);
        refused(encrypted, DiskFormat.QCOW2, "encrypted");
        Path corrupt = made("qcow2");
        put(corrupt, 76, 2);
        refused(corrupt, DiskFormat.QCOW2, "corrupt");
        refused(made("qcow"), DiskFormat.QCOW2, "its version of qcow is 1");
    }

    @Test
    void a_qcow2_that_is_cut_off_or_makes_no_sense_is_refused() throws IOException, InterruptedException {
        byte[] whole = Files.readAllBytes(made("qcow2"));
        refused(Files.write(file(), Arrays.copyOf(whole, 100)), DiskFormat.QCOW2, "cannot be read");
        Path huge = Files.write(file(), whole);
        put(huge, 24, Integer.MAX_VALUE); // more than its tables could ever tell of
        refused(huge, DiskFormat.QCOW2, "cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"monolithicFlat", "twoGbMaxExtentSparse", "twoGbMaxExtentFlat"})
    void a_vmdk_that_names_the_files_of_its_data_is_refused(String type) throws IOException, InterruptedException {
        Path file = file();
        Disk.qemuImg("create", "-f", "vmdk", "-o", "subformat=" + type, file, SIZE);
        refused(file, DiskFormat.VMDK, "it only names the files");
    }

    @ParameterizedTest
    @CsvSource({
        "RW 4096 FLAT \"/etc/passwd\" 0, other extents",
        "RW 4096 SPARSE \"/etc/passwd\", other extents",
        "RW 4096 SPARSE \"../passwd\", other extents",
        "RDONLY 8 FLAT \"a\" 0, other extents",
        "'', other extents"
    })
    void a_vmdk_with_a_foreign_extent_is_refused(String extent, String why) throws IOException, InterruptedException {
        refused(vmdk("monolithicSparse", "ffffffff", extent), DiskFormat.VMDK, why);
    }

    @Test
    void a_vmdk_of_another_type_or_over_another_is_refused() throws IOException, InterruptedException {
        String extent = "RW 4096 SPARSE \"a\"";
        assertThat(inspect(vmdk("monolithicSparse", "ffffffff", extent), DiskFormat.VMDK))
                .isEqualTo(SIZE);
        refused(vmdk("monolithicFlat", "ffffffff", extent), DiskFormat.VMDK, "neither monolithicSparse");
        refused(vmdk("vmfsRaw", "ffffffff", extent), DiskFormat.VMDK, "neither monolithicSparse");
        refused(vmdk("monolithicSparse", "12345678", extent), DiskFormat.VMDK, "lies over another");
        String hint = extent + "\nparentFileNameHint=\"/etc/passwd\"";
        refused(vmdk("monolithicSparse", "ffffffff", hint), DiskFormat.VMDK, "lies over another");
        refused(vmdk("monolithicSparse", "ffffffff", extent + "\n" + extent), DiskFormat.VMDK, "other extents");
    }

    /** With the descriptor that is said. */
    private Path vmdk(String type, String parent, String extent) throws IOException, InterruptedException {
        Path file = made("vmdk", "-o", "subformat=monolithicSparse");
        String descriptor = "# Disk DescriptorFile\nversion=1\nCID=12345678\nparentCID=" + parent + "\ncreateType=\""
                + type + "\"\n" + extent + "\n";
        byte[] sectors = new byte[20 * 512];
        System.arraycopy(descriptor.getBytes(StandardCharsets.UTF_8), 0, sectors, 0, descriptor.length());
        Disk.put(file, 512, sectors);
        return file;
    }

    @Test
    void a_vmdk_whose_descriptor_is_hidden_elsewhere_is_refused() throws IOException, InterruptedException {
        Path none = made("vmdk");
        Disk.put(none, 12, new byte[8]); // then qemu takes the descriptor for the disk
        refused(none, DiskFormat.VMDK, "its size is none");
        Path elsewhere = made("vmdk");
        Disk.put(elsewhere, 28, new byte[] {3});
        refused(elsewhere, DiskFormat.VMDK, "descriptor is not where it belongs");
    }

    @Test
    void disks_that_are_differences_are_refused() throws IOException, InterruptedException {
        Path vhd = made("vpc");
        put(vhd, 60, 4);
        refused(vhd, DiskFormat.VHD, "lies over another file");
        Path fixed = made("vpc", "-o", "subformat=fixed");
        put(fixed, Files.size(fixed) - 512 + 60, 4);
        refused(fixed, DiskFormat.VHD, "lies over another file");
        Path vdi = made("vdi");
        Disk.put(vdi, 0x4c, new byte[] {4});
        refused(vdi, DiskFormat.VDI, "lies over another file");
        Path vhdx = made("vhdx");
        Disk.put(vhdx, parameters(vhdx) + 4, new byte[] {2});
        refused(vhdx, DiskFormat.VHDX, "cannot be read as vhdx");
    }

    /** Where a VHDX says what it is. */
    private static long parameters(Path vhdx) throws IOException {
        byte[] id = HexFormat.of().parseHex("3767a1ca36fa434db3b633f0aa44e76b");
        byte[] data = Files.readAllBytes(vhdx);
        ByteBuffer words = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 32 < data.length; at += 8) {
            if (Arrays.equals(data, at, at + 16, id, 0, 16)) {
                long table = at & ~0xffff;
                return table + words.getInt(at + 16);
            }
        }
        throw new AssertionError("no parameters");
    }

    @Test
    void a_link_is_not_followed() throws IOException {
        Path link = Files.createSymbolicLink(file(), Files.writeString(file(), "secret of the host"));
        assertThatThrownBy(() -> inspect(link, DiskFormat.RAW)).isInstanceOf(IOException.class);
    }

    @Test
    void the_size_is_what_a_guest_would_see_however_small_the_file() throws IOException, InterruptedException {
        Path bomb = file();
        Disk.qemuImg("create", "-f", "qcow2", bomb, "8T");
        assertThat(Files.size(bomb)).isLessThan(Disk.MIB);
        assertThat(inspect(bomb, DiskFormat.QCOW2)).isEqualTo(8L << 40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aki", "ari", "ploop", "qcow", "qed", "luks", "parallels", "", "json:{}", "host_device"})
    void what_hosts_do_not_accept_is_refused_with_its_name(String format) {
        assertThatThrownBy(() -> Inspection.format(NAME, format))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("disk format " + format + " is not acceptable");
    }
}
