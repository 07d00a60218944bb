package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.READER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.contracts.operation.InterfaceArguments;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.db.Json;
import io.cellplane.db.control.OperationRow;
import io.cellplane.embedded.EmbeddedTemporal;
import io.cellplane.embedded.TemporalOptions;
import io.cellplane.temporal.flow.SearchKeys;
import io.temporal.common.SearchAttributeKey;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /servers/{id}/os-interface}. */
class InterfacesTest {
    @TempDir
    private static Path folder;

    private static EmbeddedTemporal temporal;
    private static ServerCloud cloud;

    @BeforeAll
    static void start() {
        temporal = EmbeddedTemporal.start(
                TemporalOptions.in(
                                folder,
                                SearchKeys.ALL.stream()
                                        .map(SearchAttributeKey::getName)
                                        .toList())
                        .inMemory(),
                progress -> {});
        cloud = new ServerCloud(
                temporal.choice().address(), Map.of("cellplane.quota.instances", 50, "cellplane.quota.cores", 100));
        cloud.attachEverything();
    }

    @AfterAll
    static void stop() {
        cloud.close();
        temporal.close();
    }

    private static Answer attach(String user, String version, UUID server, String body) {
        return cloud.call(user, version, "POST", "/servers/" + server + "/os-interface", body);
    }

    private static InterfaceArguments asked(UUID server) {
        OperationRow row = cloud.api.operations().of(server).getFirst();
        assertThat(row.what()).isEqualTo(Kind.ATTACH_INTERFACE);
        return Json.read(row.arguments(), InterfaceArguments.class);
    }

    @Test
    void what_is_attached_is_shown_as_the_network_service_has_it() {
        UUID server = cloud.resting("attached");
        Answer answer = attach(MEMBER, "2.49", server, "{\"interfaceAttachment\": {\"tag\": \"second\"}}");
        assertThat(answer.status()).as(answer.message()).isEqualTo(200);
        JsonNode shown = answer.body().path("interfaceAttachment");
        assertThat(shown.path("net_id").asText()).isEqualTo(KnownNetworks.PRIVATE);
        assertThat(shown.path("port_state").asText()).isEqualTo("ACTIVE");
        assertThat(shown.path("mac_addr").asText()).isEqualTo("fa:16:3e:00:00:08");
        assertThat(shown.at("/fixed_ips/0/ip_address").asText()).isEqualTo("10.0.0.8");
        assertThat(shown.has("tag")).isFalse();
        assertThat(asked(server))
                .isEqualTo(new InterfaceArguments(UUID.fromString(KnownNetworks.PRIVATE), null, null, "second"));
        String path = "/servers/" + server + "/os-interface";
        JsonNode listed = cloud.get(READER, "2.70", path).body().path("interfaceAttachments");
        assertThat(listed)
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.has("tag")).isTrue());
        String port = shown.path("port_id").asText();
        assertThat(cloud.get(MEMBER, "2.49", path + "/" + port).body().path("interfaceAttachment"))
                .isEqualTo(shown);
    }

    @Test
    void a_port_of_the_users_and_a_fixed_address_are_asked_for() {
        UUID server = cloud.resting("named");
        assertThat(attach(
                                MEMBER,
                                "2.1",
                                server,
                                "{\"interfaceAttachment\": {\"port_id\": \"%s\"}}".formatted(KnownNetworks.FREE_PORT))
                        .status())
                .isEqualTo(200);
        assertThat(asked(server)).isEqualTo(InterfaceArguments.ofPort(UUID.fromString(KnownNetworks.FREE_PORT)));
        assertThat(attach(
                                MEMBER,
                                "2.1",
                                server,
                                "{\"interfaceAttachment\": {\"net_id\": \"%s\", \"fixed_ips\": [{\"ip_address\": \"10.0.0.77\"}]}}"
                                        .formatted(KnownNetworks.PRIVATE))
                        .status())
                .isEqualTo(200);
        assertThat(asked(server).fixedIp()).isEqualTo("10.0.0.77");
    }

    private static final String P = KnownNetworks.PRIVATE;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'net_id': 'N', 'port_id': 'F' | 400 | Must not input both network_id and port_id",
                "'fixed_ips': [{'ip_address': '10.0.0.77'}] | 400 | Must input network_id when request IP address",
                "'net_id': 'N', 'fixed_ips': [{'ip_address': 'ten'}] | 400 | Invalid fixed IP address (ten)",
                "'net_id': 'N', 'fixed_ips': [{'ip_address': '10.0.0.9'}] | 409 | Fixed IP address 10.0.0.9 is already in use on instance another.",
                "'port_id': 'T' | 409 | Port 30000000-0000-4000-8000-000000000002 is still in use.",
                "'port_id': 'S' | 409 | Port 30000000-0000-4000-8000-000000000006 is still in use.",
                "'port_id': 'D' | 400 | Port 30000000-0000-4000-8000-000000000004 has the vnic type 'direct', which is not supported.",
                "'port_id': 'W' | 400 | Attaching interfaces with QoS policy is not supported for instance SERVER.",
                "'port_id': 'X' | 404 | Port id 30000000-0000-4000-8000-00000000000f could not be found.",
                "'net_id': 'X' | 404 | Network 30000000-0000-4000-8000-00000000000f could not be found.",
            })
    void what_cannot_be_attached_is_refused_and_leaves_nothing(String asked, int status, String words) {
        UUID server = cloud.resting("refused");
        int before = cloud.api.operations().of(server).size();
        String body = "{\"interfaceAttachment\": {%s}}"
                .formatted(asked.replace("'N'", "'" + P + "'")
                        .replace("'F'", "'" + KnownNetworks.FREE_PORT + "'")
                        .replace("'S'", "'" + KnownNetworks.SUBPORT + "'")
                        .replace("'D'", "'" + KnownNetworks.DIRECT_PORT + "'")
                        .replace("'W'", "'" + KnownNetworks.WIDE_PORT + "'")
                        .replace("'T'", "'" + KnownNetworks.TAKEN_PORT + "'")
                        .replace("'X'", "'30000000-0000-4000-8000-00000000000f'")
                        .replace('\'', '"'));
        Answer answer = attach(MEMBER, "2.49", server, body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.message()).isEqualTo(words.replace("SERVER", server.toString()));
        assertThat(cloud.api.operations().of(server)).hasSize(before);
    }

    @Test
    void a_tag_and_several_addresses_are_no_body_of_the_first_version() {
        UUID server = cloud.resting("schema");
        assertThat(attach(MEMBER, "2.48", server, "{\"interfaceAttachment\": {\"tag\": \"t\"}}")
                        .status())
                .isEqualTo(400);
        assertThat(attach(
                                MEMBER,
                                "2.49",
                                server,
                                "{\"interfaceAttachment\": {\"net_id\": \"%s\", \"fixed_ips\": [{\"ip_address\": \"10.0.0.1\"}, {\"ip_address\": \"10.0.0.2\"}]}}"
                                        .formatted(P))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void what_is_detached_is_named_and_what_is_not_there_is_not_found() {
        UUID server = cloud.resting("detached");
        String path = "/servers/" + server + "/os-interface/";
        assertThat(cloud.call(MEMBER, "2.1", "DELETE", path + KnownNetworks.FREE_PORT, null)
                        .status())
                .isEqualTo(404);
        assertThat(cloud.get(ADMIN, "2.1", path + KnownNetworks.FREE_PORT).message())
                .isEqualTo("Instance " + server + " does not have a port with id " + KnownNetworks.FREE_PORT);
        assertThat(cloud.call(MEMBER, "2.1", "DELETE", path + KnownNetworks.ITS_PORT, null)
                        .status())
                .isEqualTo(202);
        OperationRow row = cloud.doing(server).orElseThrow();
        assertThat(row.what()).isEqualTo(Kind.DETACH_INTERFACE);
        assertThat(Json.read(row.arguments(), InterfaceArguments.class).port())
                .isEqualTo(UUID.fromString(KnownNetworks.ITS_PORT));
        assertThat(cloud.row(server).taskState()).isNull();
    }
}
