package io.cellplane.compute.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.compute.disk.DiskFormat;
import io.cellplane.compute.disk.GuestDisks;
import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Accel;
import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Cpu;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.GuestLaunch;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PortBinding;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

class DomainXmlTest {
    private final UUID server = UUID.randomUUID();
    private final Step maker = new Step(UUID.randomUUID(), "spawn", 1);
    private final UUID port = UUID.randomUUID();
    private final UUID network = UUID.fromString("0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9");

    private static LibvirtSettings settings(Cpu cpu, @Nullable String bridge) {
        return new LibvirtSettings(
                "h1", "10.0.0.1", "qemu:///system", Accel.AUTO, cpu, "10.0.0.1", bridge, Duration.ZERO, Duration.ZERO);
    }

    private GuestSpec spec(String name, int vcpus, Map<String, String> image, List<GuestPort> ports) {
        return new GuestSpec(
                server,
                name,
                name,
                "project",
                vcpus,
                2048,
                20,
                5,
                512,
                "image-1",
                image,
                ports,
                Map.of(),
                null,
                null,
                "secret",
                "secret",
                true,
                new GuestLaunch(0, "r-1", null, "m1.small", List.of()));
    }

    private GuestDisks disks() {
        Path folder = Path.of("/instances/h1/" + server);
        return new GuestDisks(
                server,
                UUID.randomUUID(),
                folder,
                folder.resolve("root"),
                DiskFormat.QCOW2,
                Path.of("/instances/h1/images/base"),
                20L << 30,
                folder.resolve("ephemeral"),
                folder.resolve("swap"),
                folder.resolve("drive"));
    }

    private String xml(GuestSpec spec, LibvirtSettings settings, Accel accel) {
        return DomainXml.of(spec, disks(), Notes.made(UUID.randomUUID(), 20, maker), settings, accel);
    }

    private String xml(Map<String, String> image) {
        return xml(spec("web", 4, image, List.of()), settings(new Cpu("default", null), null), Accel.QEMU);
    }

    private static String at(String xml, String path) {
        try {
            return XPathFactory.newInstance().newXPath().evaluate(path, new InputSource(new StringReader(xml)));
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    @Test
    void a_guest_has_what_its_flavor_says() {
        String xml = xml(Map.of());
        assertThat(at(xml, "/domain/@type")).isEqualTo("qemu");
        assertThat(at(xml, "/domain/uuid")).isEqualTo(server.toString());
        assertThat(at(xml, "/domain/vcpu")).isEqualTo("4");
        assertThat(at(xml, "/domain/memory")).isEqualTo("2048");
        assertThat(at(xml, "/domain/devices/graphics/listen/@address")).isEqualTo("10.0.0.1");
        assertThat(at(xml, "/domain/devices/serial/log/@file")).endsWith("/console.log");
        assertThat(at(xml, "count(/domain/devices/interface)")).isEqualTo("0");
        assertThat(xml).doesNotContain("secret\"").doesNotContain(">secret<");
    }

    @Test
    void its_disks_come_in_order_and_no_format_is_found_out() {
        String xml = xml(Map.of());
        assertThat(at(xml, "/domain/devices/disk[1]/driver/@type")).isEqualTo("qcow2");
        assertThat(at(xml, "/domain/devices/disk[1]/backingStore/format/@type")).isEqualTo("raw");
        assertThat(at(xml, "count(/domain/devices/disk[1]/backingStore/backingStore)"))
                .isEqualTo("1");
        assertThat(at(xml, "/domain/devices/disk[2]/target/@dev")).isEqualTo("vdb");
        assertThat(at(xml, "count(/domain/devices/disk[2]/backingStore)")).isEqualTo("1");
        assertThat(at(xml, "/domain/devices/disk[3]/source/@file")).endsWith("/swap");
        assertThat(at(xml, "/domain/devices/disk[4]/@device")).isEqualTo("cdrom");
        assertThat(at(xml, "/domain/devices/disk[4]/target/@dev")).isEqualTo("sda");
        String sata = xml(Map.of("hw_disk_bus", "sata"));
        assertThat(at(sata, "/domain/devices/disk[4]/target/@dev")).isEqualTo("sdd");
    }

    @Test
    void operators_and_the_driver_find_the_server_in_the_metadata() {
        String xml = xml(
                spec("a <b> & \"c\" \u0001", 1, Map.of(), List.of()),
                settings(new Cpu("default", null), null),
                Accel.KVM);
        assertThat(at(xml, "/domain/@type")).isEqualTo("kvm");
        assertThat(at(xml, "//*[name()='nova:name']")).isEqualTo("a <b> & \"c\" ?");
        assertThat(at(xml, "//*[name()='nova:flavor']/@name")).isEqualTo("m1.small");
        assertThat(at(xml, "//*[name()='nova:project']/@uuid")).isEqualTo("project");
        Notes notes = Notes.of(xml);
        assertThat(notes.maker()).isEqualTo(maker);
        assertThat(notes.unstarted()).isTrue();
        assertThat(Notes.of(notes.started().into(xml))).isEqualTo(notes.started());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hw_machine_type | pc | /domain/os/type/@machine | pc
            hw_disk_bus | scsi | /domain/devices/disk[1]/target/@bus | scsi
            hw_disk_bus | scsi | /domain/devices/controller/@model | virtio-scsi
            hw_cdrom_bus | usb | /domain/devices/disk[4]/target/@bus | usb
            hw_firmware_type | uefi | /domain/os/@firmware | efi
            hw_rng_model | virtio | /domain/devices/rng/backend | /dev/urandom
            hw_video_model | cirrus | /domain/devices/video/model/@type | cirrus
            hw_watchdog_action | reset | /domain/devices/watchdog/@action | reset
            hw_qemu_guest_agent | yes | /domain/devices/channel/target/@name | org.qemu.guest_agent.0
            hw_cpu_sockets | 2 | /domain/cpu/topology/@cores | 2
            hw_cpu_max_sockets | 1 | /domain/cpu/topology/@cores | 4
            hw_cpu_threads | 2 | /domain/cpu/topology/@threads | 2
            os_type | windows | /domain/clock/@offset | localtime
            os_type | linux | /domain/clock/@offset | utc
            hypervisor_type | qemu | /domain/vcpu | 4
            os_distro | debian | /domain/vcpu | 4
            """)
    void an_image_has_its_way(String name, String value, String path, String expected) {
        assertThat(at(xml(Map.of(name, value)), path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "hw_disk_bus, fdc",
        "hw_disk_bus, ide",
        "hw_vif_model, x",
        "hw_machine_type, a b",
        "hw_firmware_type, coreboot",
        "hw_cpu_sockets, 3",
        "hw_cpu_cores, 0",
        "hw_cpu_max_sockets, many",
        "hw_watchdog_action, explode",
        "hw_qemu_guest_agent, maybe",
        "hw_mem_encryption, true",
        "hw_cpu_policy, dedicated",
        "os_secure_boot, required",
        "hw_architecture, aarch64",
        "hypervisor_type, xen",
        "img_hv_type, hyperv",
        "img_hide_hypervisor_id, true",
        "kernel_id, 3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    })
    void what_is_not_supported_is_refused_and_named(String name, String value) {
        assertThatThrownBy(() -> xml(
                        spec(
                                "web",
                                4,
                                Map.of(name, value),
                                List.of(new GuestPort(port, UUID.randomUUID(), "fa:16:3e:00:00:01", List.of()))),
                        settings(new Cpu("default", null), "br0"),
                        Accel.QEMU))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.failure()).isEqualTo(Failure.SPAWN_REFUSED))
                .message()
                .containsAnyOf(name, "CPU topology");
    }

    private GuestSpec flavored(Map<String, String> image, Map<String, String> flavor) {
        GuestSpec plain = spec("web", 4, image, List.of());
        return new GuestSpec(
                server,
                plain.name(),
                plain.hostname(),
                plain.projectId(),
                plain.vcpus(),
                plain.memoryMb(),
                plain.rootGb(),
                0,
                0,
                null,
                image,
                List.of(),
                Map.of(),
                null,
                null,
                null,
                null,
                false,
                new GuestLaunch(0, "r-1", null, "m1.small", List.of(), flavor, null));
    }

    @Test
    void what_a_flavor_wants_goes_before_its_image() {
        LibvirtSettings settings = settings(new Cpu("default", null), null);
        Map<String, String> image = Map.of("hw_cpu_sockets", "4", "hw_rng_model", "virtio");
        String xml = xml(
                flavored(image, Map.of("hw:cpu_sockets", "1", "hw_rng:allowed", "False", "trait:HW_CPU", "required")),
                settings,
                Accel.QEMU);
        assertThat(at(xml, "//topology/@sockets")).isEqualTo("1");
        assertThat(at(xml, "count(//rng)")).isEqualTo("0");
        for (String name :
                List.of("hw:cpu_policy", "quota:cpu_shares", "pci_passthrough:alias", "hide_hypervisor_id")) {
            assertThatThrownBy(() -> xml(flavored(Map.of(), Map.of(name, "x")), settings, Accel.QEMU))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining(name.replace("hw:", "hw_"));
        }
    }

    @Test
    void a_processor_is_what_the_host_s_settings_say() {
        GuestSpec spec = spec("web", 1, Map.of(), List.of());
        String custom = xml(spec, settings(new Cpu("custom", "Nehalem"), null), Accel.QEMU);
        assertThat(at(custom, "/domain/cpu/@mode")).isEqualTo("custom");
        assertThat(at(custom, "/domain/cpu/model")).isEqualTo("Nehalem");
        String model = xml(spec, settings(new Cpu("host-model", null), null), Accel.QEMU);
        assertThat(at(model, "/domain/cpu/@mode")).isEqualTo("host-model");
    }

    private String card(@Nullable PortBinding binding, @Nullable String bridge) {
        GuestPort card = new GuestPort(
                port,
                network,
                "fa:16:3e:00:00:01",
                List.of("10.0.0.5"),
                binding,
                binding == null ? null : 1450,
                List.of());
        return xml(spec("web", 1, Map.of(), List.of(card)), settings(new Cpu("default", null), bridge), Accel.QEMU);
    }

    private static PortBinding bound(String vifType, Map<String, String> details) {
        return new PortBinding("h1", vifType, details);
    }

    @Test
    void a_card_goes_where_its_port_is_bound_to_and_nowhere_else() {
        String linux = card(bound("bridge", Map.of("bridge_name", "br-guests", "port_filter", "true")), "br0");
        assertThat(at(linux, "//interface/source/@bridge")).isEqualTo("br-guests");
        assertThat(at(linux, "count(//interface/virtualport)")).isEqualTo("0");
        assertThat(at(linux, "//interface/mtu/@size")).isEqualTo("1450");
        assertThat(at(linux, "//interface/mac/@address")).isEqualTo("fa:16:3e:00:00:01");
        assertThat(at(linux, "//interface/target/@dev")).hasSize(14);
        String openVswitch = card(bound("ovs", Map.of("bridge_name", "br-guests", "ovs_hybrid_plug", "false")), "br0");
        assertThat(at(openVswitch, "//interface/source/@bridge")).isEqualTo("br-guests");
        assertThat(at(openVswitch, "//interface/virtualport/@type")).isEqualTo("openvswitch");
        assertThat(at(openVswitch, "//interface/virtualport/parameters/@interfaceid"))
                .isEqualTo(port.toString());
    }

    @Test
    void a_bridge_that_a_binding_does_not_name_is_called_as_nova_calls_it() {
        assertThat(at(card(bound("ovs", Map.of()), "br0"), "//interface/source/@bridge"))
                .isEqualTo("br-int");
        assertThat(at(card(bound("bridge", Map.of()), "br0"), "//interface/source/@bridge"))
                .isEqualTo("brq0a1b2c3d-4e");
        String named = card(bound("bridge", Map.of("bridge_name", "a-very-long-name")), null);
        assertThat(at(named, "//interface/source/@bridge")).isEqualTo("a-very-long-na");
    }

    @Test
    void a_card_of_which_nobody_says_what_it_is_bound_to_goes_into_the_bridge_of_the_settings() {
        String unsaid = card(null, "br0");
        assertThat(at(unsaid, "//interface/source/@bridge")).isEqualTo("br0");
        assertThat(at(unsaid, "count(//interface/virtualport)")).isEqualTo("0");
        assertThat(at(unsaid, "count(//interface/mtu)")).isEqualTo("0");
        assertThatThrownBy(() -> card(null, null)).isInstanceOf(Refused.class).hasMessageContaining(port.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"unbound", "binding_failed", "hw_veb", "vhostuser", "tap", ""})
    void a_card_that_cannot_be_plugged_is_refused_and_its_binding_named(String vifType) {
        assertThatThrownBy(() -> card(bound(vifType, Map.of("bridge_name", "br-guests")), "br0"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.failure()).isEqualTo(Failure.SPAWN_REFUSED))
                .hasMessageContaining(port.toString())
                .hasMessageContaining("its binding is " + vifType + ".");
    }

    @Test
    void a_filter_between_guest_and_switch_is_not_left_out_silently() {
        assertThatThrownBy(() -> card(bound("ovs", Map.of("ovs_hybrid_plug", "true")), "br0"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("ovs_hybrid_plug");
    }

    @Test
    void a_bridge_that_the_host_does_not_have_is_refused_and_named(@TempDir Path devices) throws IOException {
        GuestPort card = new GuestPort(
                port, network, "fa:16:3e:00:00:01", List.of(), bound("bridge", Map.of()), null, List.of());
        Plug plug = Plug.of(card, null);
        assertThatThrownBy(() -> plug.require(devices))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("it has no bridge brq0a1b2c3d-4e");
        Files.createDirectory(devices.resolve("brq0a1b2c3d-4e"));
        assertThatCode(() -> plug.require(devices)).doesNotThrowAnyException();
    }
}
