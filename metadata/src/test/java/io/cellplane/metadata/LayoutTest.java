package io.cellplane.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guest reads, path by path, as Nova's metadata service says it. */
class LayoutTest {
    @AutoClose
    private static AskedCell cell;

    private static UUID server;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() throws IOException {
        cell = new AskedCell(Files.writeString(folder.resolve("vendor.json"), "{\"cloud\": \"ours\"}"));
        server = cell.server();
    }

    private static String read(String path) {
        HttpResponse<String> answer = cell.ask(server, path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private static JsonNode json(String path) throws IOException {
        HttpResponse<String> answer = cell.ask(server, path);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        return new JsonMapper().readTree(answer.body());
    }

    @Test
    void every_version_that_nova_lists_is_there() {
        assertThat(read("/openstack").lines())
                .containsExactly(
                        "2012-08-10",
                        "2013-04-04",
                        "2013-10-17",
                        "2015-10-15",
                        "2016-06-30",
                        "2016-10-06",
                        "2017-02-22",
                        "2018-08-27",
                        "2020-10-14",
                        "2025-04-04",
                        "latest");
        assertThat(read("/ec2").lines())
                .containsExactly(
                        "1.0",
                        "2007-01-19",
                        "2007-03-01",
                        "2007-08-29",
                        "2007-10-10",
                        "2007-12-15",
                        "2008-02-01",
                        "2008-09-01",
                        "2009-04-04",
                        "latest");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2012-08-10 | meta_data.json user_data
            2013-04-04 | meta_data.json user_data password
            2013-10-17 | meta_data.json user_data password vendor_data.json
            2015-10-15 | meta_data.json user_data password vendor_data.json network_data.json
            2016-10-06 | meta_data.json user_data password vendor_data.json network_data.json vendor_data2.json
            latest     | meta_data.json user_data password vendor_data.json network_data.json vendor_data2.json
            """)
    void a_version_has_what_came_by_then_and_all_of_it_is_read(String version, String names) {
        assertThat(read("/openstack/" + version + "/").lines()).containsExactly(names.split(" ", -1));
        for (String name : List.of("password", "vendor_data.json", "network_data.json", "vendor_data2.json")) {
            int status = cell.ask(server, "/openstack/" + version + "/" + name).statusCode();
            assertThat(status).as(name).isEqualTo(names.contains(name) ? 200 : 404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2012-08-10, false, false, false, false",
        "2013-04-04, true,  false, false, false",
        "2015-10-15, true,  true,  false, false",
        "2016-06-30, true,  true,  true,  false",
        "2020-10-14, true,  true,  true,  true",
        "latest,     true,  true,  true,  true"
    })
    void who_a_guest_is_grows_with_the_versions(
            String version, boolean seed, boolean project, boolean devices, boolean cpus) throws IOException {
        JsonNode data = json("/openstack/" + version + "/meta_data.json");
        assertThat(data.has("random_seed")).isEqualTo(seed);
        assertThat(data.has("project_id")).isEqualTo(project);
        assertThat(data.has("devices")).isEqualTo(devices);
        assertThat(data.has("dedicated_cpus")).isEqualTo(cpus);
        assertThat(data.path("uuid").asText()).isEqualTo(server.toString());
        assertThat(data.path("name").asText()).isEqualTo("Web Ä");
        assertThat(data.path("hostname").asText()).isEqualTo("hostname");
        assertThat(data.path("meta").path("role").asText()).isEqualTo("front");
        assertThat(data.path("availability_zone").asText()).isEqualTo("nova");
        assertThat(data.has("admin_pass")).isFalse();
    }

    @Test
    void a_key_has_its_type_and_a_card_its_tag() throws IOException {
        JsonNode data = json("/openstack/latest/meta_data.json");
        assertThat(data.path("keys"))
                .isEqualTo(new JsonMapper()
                        .readTree("[{\"name\": \"mine\", \"type\": \"x509\", \"data\": \"ssh-ed25519 AAAA me\"}]"));
        assertThat(data.path("devices").path(0).path("tags").path(0).asText()).isEqualTo("uplink");
        assertThat(data.path("devices").path(0).path("mac").asText()).isEqualTo("fa:16:3e:00:00:01");
    }

    @Test
    void what_its_user_wrote_and_what_the_operator_tells_all_is_there() throws IOException {
        assertThat(read("/openstack/latest/user_data")).isEqualTo("#!/bin/sh\necho hello\n");
        assertThat(read("/latest/user-data")).isEqualTo("#!/bin/sh\necho hello\n");
        assertThat(json("/openstack/latest/vendor_data.json").path("cloud").asText())
                .isEqualTo("ours");
        assertThat(json("/openstack/latest/vendor_data2.json")
                        .at("/static/cloud")
                        .asText())
                .isEqualTo("ours");
        assertThat(json("/openstack/latest/network_data.json")
                        .at("/links/0/vif_id")
                        .asText())
                .isEqualTo(AskedCell.PORT.toString());
    }

    @Test
    void files_that_were_asked_for_are_there() throws IOException {
        JsonNode file = json("/openstack/latest/meta_data.json").path("files").path(0);
        assertThat(file.path("path").asText()).isEqualTo("/etc/motd");
        assertThat(read("/openstack" + file.path("content_path").asText())).isEqualTo("Welcome");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /latest                                                 | meta-data/ user-data
            /2009-04-04/meta-data/ami-id                            | ami-00000003
            /latest/meta-data/instance-id                           | i-0000001a
            /ec2/latest/meta-data/instance-type                     | small
            /latest/meta-data/kernel-id                             | aki-00000004
            /latest/meta-data/security-groups                       | default web
            /latest/meta-data/local-ipv4                            | 10.0.0.5
            /latest/meta-data/public-ipv4                           | 172.24.4.9
            /latest/meta-data/public-keys/                          | 0=mine
            /latest/meta-data/public-keys/0/                        | openssh-key
            /latest/meta-data/placement/availability-zone           | nova
            /latest/meta-data/block-device-mapping/                 | ami root
            /latest//meta-data/./block-device-mapping/x/../root     | /dev/vda
            /1.0/meta-data/                                         | ami-id ami-launch-index ami-manifest-path \
                                                                      hostname instance-id local-ipv4 public-keys/ \
                                                                      reservation-id security-groups
            """)
    void the_words_of_ec2_are_read_one_by_one(String path, String lines) {
        assertThat(read(path).lines()).containsExactly(lines.split(" +"));
    }

    @Test
    void the_whole_of_ec2s_newest_layout_is_listed() {
        assertThat(read("/latest/meta-data/").lines())
                .containsExactly(
                        "ami-id",
                        "ami-launch-index",
                        "ami-manifest-path",
                        "block-device-mapping/",
                        "hostname",
                        "instance-action",
                        "instance-id",
                        "instance-type",
                        "kernel-id",
                        "local-hostname",
                        "local-ipv4",
                        "placement/",
                        "public-hostname",
                        "public-ipv4",
                        "public-keys/",
                        "reservation-id",
                        "security-groups");
        assertThat(read("/latest/meta-data/public-keys/0/openssh-key")).isEqualTo("ssh-ed25519 AAAA me");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/2009-04-05/meta-data/",
                "/latest/meta-data/kernel",
                "/latest/meta-data/instance-id/more",
                "/openstack/2012-08-11",
                "/openstack/latest/meta_data",
                "/openstack/latest/user_data/more",
                "/openstack/content",
                "/openstack/content/0001",
                "/openstack/content/0000/more",
                "/openstack/2012-08-10/password"
            })
    void what_is_not_there_is_not_found(String path) {
        assertThat(cell.ask(server, path).statusCode()).isEqualTo(404);
    }
}
