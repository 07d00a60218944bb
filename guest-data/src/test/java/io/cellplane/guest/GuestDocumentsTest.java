package io.cellplane.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.contracts.host.GuestLaunch;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.GuestTold;
import io.cellplane.contracts.server.Ec2Ids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A config drive and a metadata process say the same. */
class GuestDocumentsTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static GuestDocuments documents() {
        GuestPort port = new GuestPort(
                UUID.randomUUID(), UUID.randomUUID(), "fa:16:3e:00:00:01", List.of("10.0.0.5"), null, 1450, List.of());
        GuestSpec guest = new GuestSpec(
                UUID.randomUUID(),
                "web",
                "web",
                "project",
                1,
                512,
                1,
                0,
                0,
                "image",
                Map.of(),
                List.of(port),
                Map.of("role", "front"),
                "mine",
                "ssh-ed25519 AAAA me",
                "aGVsbG8=",
                null,
                true,
                new GuestLaunch(
                        0,
                        "r-1",
                        "nova",
                        "small",
                        List.of(new GuestLaunch.InjectedFile("/etc/motd", "V2VsY29tZQ==")),
                        Map.of(),
                        new GuestTold("x509", Ec2Ids.of(26, 3L, null, null), List.of("default"))));
        return new GuestDocuments(guest, () -> Map.of("cloud", "ours"), null);
    }

    @Test
    void every_file_of_a_config_drive_is_read_by_asking_too() throws IOException {
        GuestDocuments documents = documents();
        Map<String, byte[]> drive = documents.drive();
        assertThat(drive).hasSizeGreaterThan(40);
        for (Map.Entry<String, byte[]> file : drive.entrySet()) {
            if (file.getKey().endsWith("meta-data.json")) {
                continue;
            }
            byte[] asked = documents.at(file.getKey()).orElseThrow().content();
            if (file.getKey().endsWith("meta_data.json")) {
                assertThat(who(asked)).as(file.getKey()).isEqualTo(who(file.getValue()));
            } else {
                assertThat(asked).as(file.getKey()).isEqualTo(file.getValue());
            }
        }
    }

    @Test
    void all_that_is_listed_but_the_password_is_on_the_drive() {
        GuestDocuments documents = documents();
        Map<String, byte[]> drive = documents.drive();
        for (String version : Version.names()) {
            String at = "openstack/" + version + "/";
            assertThat(text(documents, at).lines())
                    .filteredOn(name -> !name.equals("password"))
                    .allSatisfy(name -> assertThat(drive).containsKey(at + name));
        }
    }

    @Test
    void each_value_of_ec2_is_that_of_its_file() throws IOException {
        GuestDocuments documents = documents();
        ObjectNode file = (ObjectNode) JSON.readTree(documents.drive().get("ec2/latest/meta-data.json"));
        assertThat(text(documents, "ec2/latest/meta-data").lines())
                .map(name -> name.replace("/", ""))
                .containsExactlyInAnyOrderElementsOf(file::fieldNames);
        file.properties().stream()
                .filter(each -> each.getValue().isTextual())
                .forEach(each -> assertThat(text(documents, "latest/meta-data/" + each.getKey()))
                        .isEqualTo(each.getValue().asText()));
    }

    private static String text(GuestDocuments documents, String path) {
        return new String(documents.at(path).orElseThrow().content(), StandardCharsets.UTF_8);
    }

    /** Without what is another one each time. */
    private static ObjectNode who(byte[] json) throws IOException {
        ObjectNode data = (ObjectNode) JSON.readTree(json);
        data.remove("random_seed");
        return data;
    }
}
