package io.cellplane.compute.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.stephenc.javaisotools.loopfs.iso9660.Iso9660FileEntry;
import com.github.stephenc.javaisotools.loopfs.iso9660.Iso9660FileSystem;
import io.cellplane.contracts.host.GuestLaunch;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.server.PortBinding;
import io.cellplane.contracts.server.Subnet;
import io.cellplane.guest.VendorData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigDriveTest {
    private static final UUID SERVER = UUID.fromString("12345678-1234-1234-1234-123456789abc");
    private static final UUID PORT = UUID.fromString("abcdef01-2345-6789-abcd-ef0123456789");
    private static final UUID NETWORK = UUID.fromString("00000000-0000-0000-0000-00000000000a");

    @TempDir
    Path folder;

    /** The operator's. */
    private @Nullable Path vendor;

    private static GuestSpec guest() {
        return guest(new GuestPort(PORT, NETWORK, "fa:16:3e:00:00:01", List.of("10.0.0.5", "fd00::5", "10.0.0.6")));
    }

    private static GuestSpec guest(GuestPort port) {
        return new GuestSpec(
                SERVER,
                "Web Ä",
                "web",
                "project",
                1,
                512,
                1,
                0,
                0,
                null,
                Map.of(),
                List.of(port),
                Map.of("role", "front"),
                "mine",
                "ssh-ed25519 AAAA me",
                base64("#!/bin/sh\necho hello\n"),
                "a password",
                true,
                new GuestLaunch(
                        2,
                        "r-abc",
                        "zone-1",
                        "m1.tiny",
                        List.of(
                                new GuestLaunch.InjectedFile("/etc/motd", base64("Welcome")),
                                new GuestLaunch.InjectedFile("/etc/a long name.conf", base64("x=1\n")))));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path written(GuestSpec guest) throws IOException {
        Path iso = folder.resolve("config.iso");
        ConfigDrive.write(guest, VendorData.of(vendor), iso);
        return iso;
    }

    private Map<String, String> read(Path iso) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Iso9660FileSystem fileSystem = new Iso9660FileSystem(iso.toFile(), true)) {
            for (Iso9660FileEntry entry : fileSystem) {
                if (!entry.isDirectory()) {
                    byte[] content = fileSystem.getInputStream(entry).readAllBytes();
                    files.put(entry.getPath(), new String(content, StandardCharsets.UTF_8));
                }
            }
        }
        return files;
    }

    private static JsonNode json(Map<String, String> files, String path) throws IOException {
        return new JsonMapper().readTree(Objects.requireNonNull(files.get(path), () -> path + " of " + files.keySet()));
    }

    @Test
    void a_guest_finds_what_nova_would_tell_it() throws IOException {
        Map<String, String> files = read(written(guest()));
        assertThat(files.keySet())
                .contains(
                        "openstack/2012-08-10/meta_data.json",
                        "openstack/2020-10-14/network_data.json",
                        "ec2/2009-04-04/meta-data.json")
                .filteredOn(path -> path.contains("/latest/") || path.contains("/content/"))
                .containsExactlyInAnyOrder(
                        "openstack/latest/meta_data.json",
                        "openstack/latest/network_data.json",
                        "openstack/latest/user_data",
                        "openstack/latest/vendor_data.json",
                        "openstack/latest/vendor_data2.json",
                        "openstack/content/0000",
                        "openstack/content/0001",
                        "ec2/latest/meta-data.json",
                        "ec2/latest/user-data");
        JsonNode data = json(files, "openstack/latest/meta_data.json");
        assertThat(data.path("uuid").asText()).isEqualTo(SERVER.toString());
        assertThat(data.path("name").asText()).isEqualTo("Web Ä");
        assertThat(data.path("hostname").asText()).isEqualTo("web");
        assertThat(data.path("project_id").asText()).isEqualTo("project");
        assertThat(data.path("launch_index").asInt()).isEqualTo(2);
        assertThat(data.path("availability_zone").asText()).isEqualTo("zone-1");
        assertThat(data.path("admin_pass").asText()).isEqualTo("a password");
        assertThat(data.path("meta").path("role").asText()).isEqualTo("front");
        assertThat(data.path("public_keys").path("mine").asText()).isEqualTo("ssh-ed25519 AAAA me");
        assertThat(data.path("keys").path(0).path("type").asText()).isEqualTo("ssh");
        assertThat(Base64.getDecoder().decode(data.path("random_seed").asText()))
                .hasSize(512);
        assertThat(files)
                .containsEntry("openstack/latest/user_data", "#!/bin/sh\necho hello\n")
                .containsEntry("ec2/latest/user-data", "#!/bin/sh\necho hello\n")
                .containsEntry("openstack/latest/vendor_data.json", "{}")
                .containsEntry("openstack/latest/vendor_data2.json", "{\"static\":{}}");
    }

    @Test
    void what_the_operator_tells_all_guests_is_there() throws IOException {
        vendor = Files.writeString(
                folder.resolve("vendor.json"),
                "{\"cloud-init\": \"#cloud-config\\n\", \"limits\": {\"a\": [1, null]}}");
        Map<String, String> files = read(written(guest()));
        String said = "{\"cloud-init\":\"#cloud-config\\n\",\"limits\":{\"a\":[1,null]}}";
        assertThat(files)
                .containsEntry("openstack/latest/vendor_data.json", said)
                .containsEntry("openstack/latest/vendor_data2.json", "{\"static\":" + said + "}");
    }

    /** The guest comes up all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"", "[1]", "null", "{\"cut\": ", "huge", "missing"})
    void what_is_no_object_is_told_to_nobody(String content) throws IOException {
        vendor = folder.resolve("vendor.json");
        if (!content.equals("missing")) {
            Files.writeString(vendor, content.equals("huge") ? "{\"a\": \"" + "x".repeat(70_000) + "\"}" : content);
        }
        assertThat(read(written(guest())))
                .containsEntry("openstack/latest/vendor_data.json", "{}")
                .containsEntry("openstack/latest/vendor_data2.json", "{\"static\":{}}");
    }

    @Test
    void files_that_were_asked_for_are_there_and_named() throws IOException {
        Map<String, String> files = read(written(guest()));
        JsonNode told = json(files, "openstack/latest/meta_data.json").path("files");
        assertThat(told.path(0).path("path").asText()).isEqualTo("/etc/motd");
        assertThat(told.path(0).path("content_path").asText()).isEqualTo("/content/0000");
        assertThat(told.path(1).path("path").asText()).isEqualTo("/etc/a long name.conf");
        assertThat(files)
                .containsEntry("openstack/content/0000", "Welcome")
                .containsEntry("openstack/content/0001", "x=1\n");
    }

    @Test
    void cards_of_whose_subnets_nothing_is_known_ask_for_their_addresses() throws IOException {
        JsonNode data = json(read(written(guest())), "openstack/latest/network_data.json");
        JsonNode link = data.path("links").path(0);
        assertThat(link.path("id").asText()).isEqualTo("tapabcdef01-23");
        assertThat(link.path("vif_id").asText()).isEqualTo(PORT.toString());
        assertThat(link.path("ethernet_mac_address").asText()).isEqualTo("fa:16:3e:00:00:01");
        assertThat(data.path("networks").findValuesAsText("type")).containsExactly("ipv4_dhcp", "ipv6_dhcp");
        assertThat(data.path("networks").findValuesAsText("id")).containsExactly("network0", "network1");
        assertThat(data.path("networks").path(0).path("network_id").asText()).isEqualTo(NETWORK.toString());
        assertThat(link.path("type").asText()).isEqualTo("phy");
        assertThat(link.path("mtu").isNull()).isTrue();
        assertThat(data.path("services").isArray()).isTrue();
    }

    private JsonNode networks(String vifType, Subnet... subnets) throws IOException {
        GuestPort port = new GuestPort(
                PORT,
                NETWORK,
                "fa:16:3e:00:00:01",
                List.of("10.0.0.5", "fd00::5", "10.0.0.6"),
                new PortBinding("h1", vifType, Map.of()),
                1450,
                List.of(subnets));
        return json(read(written(guest(port))), "openstack/latest/network_data.json");
    }

    private static Subnet subnet(
            String cidr, boolean dhcp, @Nullable String mode, String gateway, Subnet.Route... routes) {
        List<String> nameservers = cidr.contains(":") ? List.of("fd00::53") : List.of("9.9.9.9", "8.8.8.8");
        return new Subnet(cidr, cidr, gateway, dhcp, mode, nameservers, List.of(routes));
    }

    @Test
    void a_card_in_a_subnet_without_dhcp_is_told_its_address_and_the_way_out() throws IOException {
        JsonNode data = networks(
                "bridge",
                subnet("192.168.0.0/24", true, null, "192.168.0.1"),
                subnet("10.0.0.0/20", false, null, "10.0.0.1", new Subnet.Route("169.254.169.254/32", "10.0.0.2")),
                subnet("fd00::/64", false, null, "fd00::1"));
        assertThat(data.path("links").path(0).path("type").asText()).isEqualTo("bridge");
        assertThat(data.path("links").path(0).path("mtu").asInt()).isEqualTo(1450);
        assertThat(data.path("networks")).isEqualTo(new JsonMapper().readTree("""
                [{"id": "network0", "link": "tapabcdef01-23", "network_id": "%1$s", "type": "ipv4",
                  "ip_address": "10.0.0.5", "netmask": "255.255.240.0",
                  "routes": [
                    {"network": "0.0.0.0", "netmask": "0.0.0.0", "gateway": "10.0.0.1"},
                    {"network": "169.254.169.254", "netmask": "255.255.255.255", "gateway": "10.0.0.2"}],
                  "services": [{"type": "dns", "address": "9.9.9.9"}, {"type": "dns", "address": "8.8.8.8"}]},
                 {"id": "network1", "link": "tapabcdef01-23", "network_id": "%1$s", "type": "ipv6",
                  "ip_address": "fd00::5", "netmask": "ffff:ffff:ffff:ffff::",
                  "routes": [{"network": "::", "netmask": "::", "gateway": "fd00::1"}],
                  "services": [{"type": "dns", "address": "fd00::53"}]}]
                """.formatted(NETWORK)));
        assertThat(data.path("services").findValuesAsText("address")).containsExactly("9.9.9.9", "8.8.8.8", "fd00::53");
    }

    @Test
    void a_card_in_a_subnet_with_dhcp_asks_and_one_with_a_mode_of_addresses_is_told_it() throws IOException {
        JsonNode data = networks(
                "distributed",
                subnet("10.0.0.0/20", true, null, "10.0.0.1"),
                subnet("fd00::/60", true, "dhcpv6-stateful", "fd00::1"));
        assertThat(data.path("links").path(0).path("type").asText()).isEqualTo("phy");
        assertThat(data.path("networks").path(0).path("type").asText()).isEqualTo("ipv4_dhcp");
        assertThat(data.path("networks").path(1).path("type").asText()).isEqualTo("ipv6_dhcpv6-stateful");
        assertThat(data.path("networks").path(0).has("ip_address")).isFalse();
        assertThat(data.path("networks").path(1).path("netmask").asText()).isEqualTo("ffff:ffff:ffff:fff0::");
        assertThat(data.path("services")).hasSize(3);
    }

    @Test
    void the_words_of_ec2_say_the_same() throws IOException {
        JsonNode data = json(read(written(guest())), "ec2/latest/meta-data.json");
        assertThat(data.path("hostname").asText()).isEqualTo("web");
        assertThat(data.path("instance-type").asText()).isEqualTo("m1.tiny");
        assertThat(data.path("reservation-id").asText()).isEqualTo("r-abc");
        assertThat(data.path("local-ipv4").asText()).isEqualTo("10.0.0.5");
        assertThat(data.path("ami-launch-index").asInt()).isEqualTo(2);
        assertThat(data.path("placement").path("availability-zone").asText()).isEqualTo("zone-1");
        assertThat(data.path("public-keys").path("0").path("openssh-key").asText())
                .isEqualTo("ssh-ed25519 AAAA me");
    }

    @Test
    void a_guest_of_which_little_is_known_has_one_too() throws IOException {
        Map<String, String> files = read(written(Disk.guest(SERVER, 1, 0, 0, true)));
        JsonNode data = json(files, "openstack/latest/meta_data.json");
        assertThat(data.path("uuid").asText()).isEqualTo(SERVER.toString());
        assertThat(data.has("keys")).isFalse();
        assertThat(data.has("meta")).isFalse();
    }

    @Test
    void it_has_the_label_that_guests_look_for_and_names_for_every_reader() throws IOException {
        byte[] iso = Files.readAllBytes(written(guest()));
        assertThat(new String(iso, 16 * 2048 + 40, 8, StandardCharsets.US_ASCII))
                .isEqualTo(ConfigDrive.LABEL);
        assertThat(new String(iso, 17 * 2048 + 40, 16, StandardCharsets.UTF_16BE))
                .isEqualTo(ConfigDrive.LABEL);
        // Joliet's own mark, and Rock Ridge's name of a file.
        assertThat(new String(iso, 17 * 2048 + 88, 2, StandardCharsets.US_ASCII))
                .isEqualTo("%/");
        assertThat(new String(iso, StandardCharsets.ISO_8859_1))
                .contains("RRIP_1991A")
                .contains("meta_data.json");
    }

    @Test
    void it_is_written_anew_and_only_its_owner_reads_it() throws IOException {
        written(guest());
        Path iso = written(Disk.guest(SERVER, 1, 0, 0, true));
        assertThat(read(iso)).doesNotContainKey("openstack/content/0000");
        assertThat(Files.getPosixFilePermissions(iso)).hasSize(2);
        assertThat(folder).isDirectoryContaining(path -> path.equals(iso)).isDirectoryNotContaining("glob:**.part");
    }
}
