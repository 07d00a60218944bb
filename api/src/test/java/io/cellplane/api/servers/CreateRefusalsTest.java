package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.READER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cellplane.api.KnownUsers;
import io.cellplane.api.servers.ServerCloud.Answer;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateRefusalsTest {
    private static final Map<String, Integer> NOTHING =
            Map.of("mappings", 0, "build_requests", 0, "operations", 0, "quota_claims", 0);

    @AutoClose
    private static final ServerCloud cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of());

    /** Fields that replace those of a good request; who asks, at which microversion; what is answered. */
    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(
                        READER, "2.79", "", 403, "Policy doesn't allow os_compute_api:servers:create to be performed."),
                arguments(MEMBER, "2.79", "'flavorRef': 'none'", 400, "Flavor none could not be found."),
                arguments(MEMBER, "2.79", "'flavorRef': 'hidden'", 400, "Flavor hidden could not be found."),
                arguments(
                        MEMBER,
                        "2.79",
                        "'flavorRef': 'zero'",
                        403,
                        "Only volume-backed servers are allowed for flavors with zero disk."),
                arguments(
                        MEMBER,
                        "2.79",
                        "'imageRef': '10000000-0000-4000-8000-000000000009'",
                        400,
                        "Can not find requested image"),
                arguments(MEMBER, "2.79", "'imageRef': 'nonsense'", 400, null),
                arguments(MEMBER, "2.79", "'imageRef': ''", 400, "Missing imageRef attribute"),
                arguments(MEMBER, "2.79", "'imageRef': null", 400, null),
                arguments(
                        MEMBER,
                        "2.79",
                        "'imageRef': '" + KnownImages.QUEUED + "'",
                        400,
                        "Image " + KnownImages.QUEUED + " is not active."),
                arguments(
                        MEMBER,
                        "2.79",
                        "'imageRef': '" + KnownImages.GREEDY + "'",
                        400,
                        "Flavor's memory is too small for requested image."),
                arguments(MEMBER, "2.79", "'imageRef': '" + KnownImages.LARGE + "'", 400, null),
                arguments(MEMBER, "2.79", "'key_name': 'none'", 400, "Invalid key_name provided."),
                arguments(
                        MEMBER,
                        "2.79",
                        "'availability_zone': 'mars'",
                        400,
                        "The requested availability zone is not available"),
                arguments(MEMBER, "2.79", "'availability_zone': 'nova:host1'", 403, null),
                arguments(
                        ADMIN,
                        "2.79",
                        "'availability_zone': 'nova:host9'",
                        400,
                        "Compute host host9 could not be found."),
                arguments(MEMBER, "2.79", "'host': 'host1'", 403, null),
                arguments(ADMIN, "2.79", "'host': 'host9'", 400, "Compute host host9 could not be found."),
                arguments(MEMBER, "2.73", "'host': 'host1'", 400, null),
                arguments(
                        MEMBER,
                        "2.79",
                        "'networks': [{'uuid': '20000000-0000-4000-8000-000000000009'}]",
                        400,
                        "Network 20000000-0000-4000-8000-000000000009 could not be found."),
                arguments(MEMBER, "2.79", "'networks': [{'uuid': 'nonsense'}]", 400, null),
                arguments(
                        MEMBER,
                        "2.79",
                        "'networks': [{}]",
                        400,
                        "Bad networks format: network uuid is not in proper format (None)"),
                arguments(MEMBER, "2.79", "'networks': 'some'", 400, null),
                arguments(
                        FOREIGNER,
                        "2.79",
                        "'networks': 'auto'",
                        409,
                        "Multiple possible networks found, use a Network ID to be more specific."),
                arguments(
                        MEMBER,
                        "2.79",
                        "'networks': [{'port': '" + KnownNetworks.TAKEN_PORT + "'}]",
                        409,
                        "Port " + KnownNetworks.TAKEN_PORT + " is still in use."),
                arguments(
                        MEMBER,
                        "2.79",
                        "'networks': [{'port': '" + KnownNetworks.DIRECT_PORT + "'}]",
                        400,
                        "Port %s has the vnic type 'direct', which is not supported."
                                .formatted(KnownNetworks.DIRECT_PORT)),
                arguments(
                        MEMBER,
                        "2.79",
                        "'networks': [{'port': '" + KnownNetworks.WIDE_PORT + "'}]",
                        400,
                        "Port %s has a resource request, which is not supported.".formatted(KnownNetworks.WIDE_PORT)),
                arguments(
                        MEMBER,
                        "2.71",
                        "'networks': [{'port': '" + KnownNetworks.WIDE_PORT + "'}]",
                        400,
                        "is not supported until microversion 2.72."),
                arguments(
                        MEMBER,
                        "2.79",
                        "'networks': [{'port': '" + KnownNetworks.SUBPORT + "'}]",
                        409,
                        "Port " + KnownNetworks.SUBPORT + " is still in use."),
                arguments(
                        ADMIN,
                        "2.79",
                        "'networks': 'auto'",
                        400,
                        "Unable to automatically allocate a network for project " + KnownUsers.ADMIN_PROJECT),
                arguments(
                        MEMBER,
                        "2.79",
                        "'networks': [{'port': '30000000-0000-4000-8000-000000000009'}]",
                        400,
                        "Port id 30000000-0000-4000-8000-000000000009 could not be found."),
                arguments(
                        MEMBER,
                        "2.79",
                        "'networks': [{'uuid': '" + KnownNetworks.FRIENDS + "'}]",
                        400,
                        "Network " + KnownNetworks.FRIENDS + " could not be found."),
                arguments(
                        FOREIGNER,
                        "2.79",
                        "'networks': [{'uuid': '" + KnownNetworks.FRIENDS + "', 'fixed_ip': '10.0.0.1'}]",
                        403,
                        null),
                arguments(
                        FOREIGNER,
                        "2.79",
                        "'networks': [{'uuid': '" + KnownNetworks.PRIVATE + "', 'fixed_ip': '10.0.0.1'}]",
                        403,
                        null),
                arguments(FOREIGNER, "2.79", "'networks': [{'port': '" + KnownNetworks.FREE_PORT + "'}]", 400, null),
                arguments(
                        FOREIGNER,
                        "2.79",
                        "'networks': ["
                                + "{'uuid': '%s'},"
                                        .formatted(KnownNetworks.PRIVATE)
                                        .repeat(64) + "{'uuid': '%s'}]".formatted(KnownNetworks.PRIVATE),
                        400,
                        "No more than 64 networks and ports may be asked for."),
                arguments(
                        MEMBER,
                        "2.79",
                        "'networks': [{'uuid': '" + KnownNetworks.PRIVATE + "', 'fixed_ip': '10.0.0.9'}]",
                        400,
                        "Fixed IP address 10.0.0.9 is already in use on instance another."),
                arguments(
                        FOREIGNER,
                        "2.79",
                        "'networks': [{'uuid': '" + KnownNetworks.OTHER + "'}]",
                        400,
                        "Network " + KnownNetworks.OTHER + " requires a subnet in order to boot instances on."),
                arguments(
                        MEMBER,
                        "2.79",
                        "'min_count': 2, 'networks': [{'uuid': '%1$s'}, {'uuid': '%1$s'}]"
                                .formatted(KnownNetworks.PRIVATE),
                        403,
                        "Maximum number of ports exceeded"),
                arguments(
                        MEMBER,
                        "2.79",
                        "'max_count': 2, 'networks': [{'port': '" + KnownNetworks.FREE_PORT + "'}]",
                        400,
                        null),
                arguments(
                        MEMBER,
                        "2.79",
                        "'networks': [{'uuid': '" + KnownNetworks.PRIVATE + "', 'fixed_ip': '999.1.1.1'}]",
                        400,
                        "Invalid fixed IP address (999.1.1.1)"),
                arguments(
                        MEMBER,
                        "2.79",
                        "'networks': [{'uuid': '" + KnownNetworks.PRIVATE + "', 'nonsense': 1}]",
                        400,
                        null),
                arguments(MEMBER, "2.79", "'security_groups': [{'name': 'none'}]", 400, null),
                arguments(
                        MEMBER,
                        "2.79",
                        "'security_groups': [{'name': 'twin'}]",
                        409,
                        "Multiple security_group matches found for name 'twin', use an ID to be more specific."),
                arguments(MEMBER, "2.79", "'name': ''", 400, null),
                arguments(MEMBER, "2.79", "'name': ' '", 400, null),
                arguments(MEMBER, "2.79", "'name': '" + "x".repeat(256) + "'", 400, null),
                arguments(MEMBER, "2.79", "'name': 7", 400, null),
                arguments(MEMBER, "2.79", "'metadata': {'" + "k".repeat(256) + "': 'v'}", 400, null),
                arguments(MEMBER, "2.79", "'metadata': {'k': '" + "v".repeat(256) + "'}", 400, null),
                arguments(MEMBER, "2.79", "'metadata': {'k': 1}", 400, null),
                arguments(
                        MEMBER,
                        "2.79",
                        "'metadata': {" + items(129) + "}",
                        403,
                        "Maximum number of metadata items exceeds 128"),
                arguments(MEMBER, "2.79", "'user_data': 'not base64 !'", 400, null),
                arguments(MEMBER, "2.79", "'user_data': '" + "A".repeat(65536) + "'", 400, null),
                arguments(MEMBER, "2.79", "'adminPass': 7", 400, null),
                arguments(MEMBER, "2.79", "'accessIPv4': '1.2.3'", 400, null),
                arguments(MEMBER, "2.79", "'accessIPv6': '1.2.3.4'", 400, null),
                arguments(MEMBER, "2.79", "'OS-DCF:diskConfig': 'none'", 400, null),
                arguments(MEMBER, "2.79", "'config_drive': 'maybe'", 400, null),
                arguments(MEMBER, "2.79", "'min_count': 3, 'max_count': 2", 400, "min_count must be <= max_count"),
                arguments(MEMBER, "2.79", "'min_count': 0", 400, null),
                arguments(MEMBER, "2.79", "'min_count': 10000", 403, null),
                arguments(
                        MEMBER,
                        "2.79",
                        "'min_count': 11",
                        403,
                        "Quota exceeded for cores, instances: Requested 22, 11, but already used 0, 0 of 20, 10 cores, instances"),
                arguments(MEMBER, "2.79", "'min_count': '9999999999'", 403, null),
                arguments(MEMBER, "2.79", "'max_count': 2, 'name': '" + "x".repeat(255) + "'", 400, null),
                arguments(MEMBER, "2.51", "'tags': ['x']", 400, null),
                arguments(MEMBER, "2.79", "'tags': ['a,b']", 400, null),
                arguments(MEMBER, "2.18", "'description': 'x'", 400, null),
                arguments(MEMBER, "2.79", "'personality': [{'path': '/x', 'contents': 'YQ=='}]", 400, null),
                arguments(MEMBER, "2.56", "'personality': [{'path': '/x', 'contents': 'YQ'}]", 400, null),
                arguments(MEMBER, "2.56", "'personality': [{'path': '/x'}]", 400, null),
                arguments(
                        MEMBER,
                        "2.56",
                        "'personality': [" + "{'path': '/x', 'contents': 'YQ=='},".repeat(5)
                                + "{'path': '/y', 'contents': 'YQ=='}]",
                        403,
                        "Personality file limit exceeded"),
                arguments(
                        MEMBER,
                        "2.56",
                        "'personality': [{'path': '" + "x".repeat(256) + "', 'contents': 'YQ=='}]",
                        403,
                        "Personality file path exceeds maximum 255"),
                arguments(
                        MEMBER,
                        "2.56",
                        "'personality': [{'path': '/x', 'contents': '" + "A".repeat(10_244) + "'}]",
                        403,
                        "Personality file content exceeds maximum 10240"),
                arguments(
                        MEMBER,
                        "2.79",
                        "'block_device_mapping_v2': [{'source_type': 'volume', 'uuid': 'x', 'boot_index': 0}]",
                        400,
                        null),
                arguments(MEMBER, "2.79", "'block_device_mapping': [{'volume_id': 'x'}]", 400, null),
                arguments(MEMBER, "2.79", "'trusted_image_certificates': ['x']", 400, null),
                arguments(
                        MEMBER,
                        "2.79",
                        "'nonsense': 1",
                        400,
                        "Additional properties are not allowed ('nonsense' was unexpected)"));
    }

    private static String items(int count) {
        StringBuilder text = new StringBuilder("'k': 'v'");
        for (int i = 1; i < count; i++) {
            text.append(", 'k").append(i).append("': 'v'");
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_is_refused_leaves_nothing_behind(
            String user, String version, String fields, int status, @Nullable String words) {
        Answer answer = cloud.call(user, version, "POST", "/servers", "{\"server\": " + server(version, fields) + "}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        if (words != null) {
            assertThat(answer.message()).endsWith(words);
        }
        assertThat(cloud.left()).isEqualTo(NOTHING);
    }

    private static String server(String version, String fields) {
        StringBuilder text = new StringBuilder("{");
        add(text, fields, "name", "'web'");
        add(text, fields, "flavorRef", "'f1'");
        add(text, fields, "imageRef", "'" + KnownImages.SMALL + "'");
        if (version.compareTo("2.37") >= 0) {
            add(text, fields, "networks", "'none'");
        }
        text.append(fields.isEmpty() ? "" : "," + fields);
        return text.append('}').toString().replace("{,", "{").replace('\'', '"');
    }

    private static void add(StringBuilder text, String fields, String name, String value) {
        if (!fields.contains("'" + name + "'") || (name.equals("name") && fields.contains("security_groups"))) {
            text.append(text.length() > 1 ? "," : "").append("'" + name + "': " + value);
        }
    }

    /** They would have to be ignored: hosts are chosen by the flavor's own amounts, and by traits without a number. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "resources:CUSTOM_GOLD",
                "resources1:VGPU",
                "resources_SSD:DISK_GB",
                "trait1:STORAGE_DISK_SSD",
                "trait_NIC:CUSTOM_PHYSNET_A",
                "group_policy"
            })
    void a_flavor_that_asks_for_groups_of_resources_is_refused(String spec) {
        String flavor = spec.replace(':', '.');
        cloud.flavor(flavor, 512, 1, 20);
        cloud.call(
                ADMIN,
                "2.79",
                "POST",
                "/flavors/" + flavor + "/os-extra_specs",
                "{\"extra_specs\": {\"trait:HW_CPU_X86_AVX2\": \"required\", \"" + spec + "\": \"required\"}}");
        String body = "{\"server\": " + server("2.79", "'flavorRef': '" + flavor + "'") + "}";
        Answer answer = cloud.call(MEMBER, "2.79", "POST", "/servers", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message())
                .isEqualTo("Flavor " + flavor + " asks for resources that no host is chosen by: " + spec + ".");
        assertThat(cloud.left()).isEqualTo(NOTHING);
    }

    @Test
    void whole_bodies_are_refused() {
        for (String body : new String[] {"", "{", "[]", "{}", "{\"server\": 1}", "{\"server\": {}}", "\"x\""}) {
            assertThat(cloud.call(MEMBER, "2.79", "POST", "/servers", body).status())
                    .as(body)
                    .isEqualTo(400);
        }
        String large = "{\"server\": {\"name\": \"" + "x".repeat(120_000) + "\"}}";
        assertThat(cloud.call(MEMBER, "2.79", "POST", "/servers", large).status())
                .isEqualTo(413);
        Answer hints = cloud.call(
                MEMBER,
                "2.79",
                "POST",
                "/servers",
                "{\"server\": " + server("2.79", "") + ", \"os:scheduler_hints\": {\"group\": \"x\"}}");
        assertThat(hints.status()).isEqualTo(400);
        Answer noNetworks = cloud.call(
                MEMBER,
                "2.37",
                "POST",
                "/servers",
                "{\"server\": {\"name\": \"x\", \"flavorRef\": \"f1\", \"imageRef\": \"" + KnownImages.SMALL + "\"}}");
        assertThat(noNetworks.message()).endsWith("'networks' is a required property");
        assertThat(cloud.left()).isEqualTo(NOTHING);
    }
}
