package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.network.NetworkReads;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked at before a server is accepted: whether there is room for its ports. */
class NetworkRoomTest {
    @TempDir
    Path data;

    private StandInCloud cloud;
    private String project;
    private String user;
    private NetworkReads seen;

    @BeforeEach
    void open() throws Exception {
        cloud = new StandInCloud(data);
        project = cloud.identity.projectId("demo");
        user = cloud.login("demo", "demo-pw", "demo");
        seen = cloud.clients.networks().seenBy(user);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void a_network_tells_how_many_subnets_it_has() {
        String own = network();
        assertThat(seen.network(own).orElseThrow().subnets()).isZero();
        subnet(own);
        assertThat(seen.network(own).orElseThrow().subnets()).isOne();
    }

    @Test
    void an_address_tells_who_has_it() {
        String own = network();
        subnet(own);
        String address = port(own).good().at("/port/fixed_ips/0/ip_address").asText();
        assertThat(seen.holder(own, address).orElseThrow().deviceId()).isEqualTo("web");
        assertThat(seen.holder(own, "10.9.0.99")).isEmpty();
    }

    @Test
    void a_quota_tells_how_many_ports_may_come() throws Exception {
        String own = network();
        subnet(own);
        assertThat(seen.freePorts(project)).isEmpty();
        String admin = cloud.login("admin", "admin-pw", "admin");
        call("PUT", "/v2.0/quotas/" + project, "{\"quota\": {\"port\": 1}}", admin)
                .good();
        assertThat(seen.freePorts(project)).hasValue(1);
        port(own).good();
        assertThat(seen.freePorts(project)).hasValue(0);
        assertThat(port(own).status()).isEqualTo(409);
    }

    private String network() {
        return call("POST", "/v2.0/networks", "{\"network\": {\"name\": \"own\"}}", user)
                .good()
                .at("/network/id")
                .asText();
    }

    private void subnet(String network) {
        String body = "{\"subnet\": {\"network_id\": \"%s\", \"cidr\": \"10.9.0.0/24\"}}".formatted(network);
        call("POST", "/v2.0/subnets", body, user).good();
    }

    private Answer port(String network) {
        String body = "{\"port\": {\"network_id\": \"%s\", \"device_id\": \"web\"}}".formatted(network);
        return call("POST", "/v2.0/ports", body, user);
    }

    private Answer call(String method, String path, String body, String token) {
        return cloud.call(cloud.network.address(), method, path, body, token);
    }
}
