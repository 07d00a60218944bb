package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.identity.AccessRule;
import io.cellplane.openstack.identity.ApplicationCredentials;
import io.cellplane.openstack.identity.HttpIdentity;
import io.cellplane.openstack.identity.Identity;
import io.cellplane.openstack.identity.Project;
import io.cellplane.openstack.identity.ServiceCredential;
import io.cellplane.openstack.identity.ServiceLogin;
import io.cellplane.openstack.identity.Token;
import io.cellplane.openstack.identity.TokenSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityStandInTest {
    @TempDir
    Path data;

    private StandInCloud cloud;

    @BeforeEach
    void open() throws Exception {
        cloud = new StandInCloud(data);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void a_token_says_whose_it_is() {
        Token token = cloud.clients
                .identity()
                .validate(cloud.login("demo", "demo-pw", "demo"))
                .orElseThrow();

        assertThat(token.userName()).isEqualTo("demo");
        assertThat(token.userDomain()).isEqualTo("default");
        assertThat(token.projectName()).isEqualTo("demo");
        assertThat(token.projectId()).isEqualTo(cloud.identity.projectId("demo"));
        assertThat(token.roles()).containsExactlyInAnyOrder("member", "reader");
        assertThat(token.isSystem()).isFalse();
        assertThat(token.expiresAt()).isAfter(Clock.systemUTC().instant());
    }

    @Test
    void a_token_of_a_domain_or_of_the_system_says_so_and_names_no_project() {
        String ofDomain = cloud.loginFor("admin", "admin-pw", "{\"domain\": {\"id\": \"default\"}}");
        String ofSystem = cloud.loginFor("admin", "admin-pw", "{\"system\": {\"all\": true}}");
        for (Identity identity : List.of(cloud.clients.identity(), cloud.identity.identity())) {
            Token domain = identity.validate(ofDomain).orElseThrow();
            assertThat(domain.domainId()).isEqualTo("default");
            assertThat(domain.projectId()).isNull();
            assertThat(domain.isSystem()).isFalse();
            assertThat(domain.roles()).contains("admin");
            Token system = identity.validate(ofSystem).orElseThrow();
            assertThat(system.domainId()).isNull();
            assertThat(system.projectId()).isNull();
            assertThat(system.isSystem()).isTrue();
        }
        assertThat(cloud.identity
                        .identity()
                        .validate(cloud.login("admin", "admin-pw", "admin"))
                        .orElseThrow()
                        .domainId())
                .isNull();
    }

    @Test
    void the_wire_and_the_short_way_say_the_same() {
        String token = cloud.login("admin", "admin-pw", "admin");

        assertThat(cloud.clients.identity().validate(token))
                .isEqualTo(cloud.identity.identity().validate(token));
    }

    @Test
    void a_forged_unknown_or_revoked_token_is_none() {
        String token = cloud.login("demo", "demo-pw", "demo");
        Identity identity = uncached();

        assertThat(identity.validate("")).isEmpty();
        assertThat(identity.validate("nonsense")).isEmpty();
        assertThat(identity.validate("two\nlines")).isEmpty();
        String forged = token.substring(0, token.length() - 2) + (token.endsWith("AA") ? "BB" : "AA");
        assertThat(identity.validate(forged)).isEmpty();
        assertThat(identity.validate(token)).isPresent();

        HttpClient http = ServiceHttp.client();
        new ServiceHttp("identity", URI.create(root()), Duration.ofSeconds(20), http)
                .call("DELETE", "/v3/auth/tokens", null, Map.of("X-Auth-Token", token, "X-Subject-Token", token));
        http.close();
        assertThat(identity.validate(token)).isEmpty();
    }

    @Test
    void a_wrong_password_or_foreign_project_is_401() {
        assertThatThrownBy(() -> cloud.login("demo", "wrong", "demo"))
                .isInstanceOfSatisfying(
                        ServiceRefused.class, e -> assertThat(e.status()).isEqualTo(401));
        assertThatThrownBy(() -> cloud.login("demo", "demo-pw", "alt")).isInstanceOf(ServiceRefused.class);
        assertThatThrownBy(() -> cloud.login("nobody", "demo-pw", "demo")).isInstanceOf(ServiceRefused.class);
    }

    @Test
    void projects_are_found_by_id() {
        String demo = cloud.identity.projectId("demo");

        assertThat(cloud.clients.identity().project(demo)).contains(new Project(demo, "demo", "default", true));
        assertThat(cloud.clients.identity().project("demo")).isEmpty();
        assertThat(cloud.clients.identity().project("../users")).isEmpty();
    }

    @Test
    void users_and_projects_are_made_given_roles_and_forgotten() {
        String admin = cloud.login("admin", "admin-pw", "admin");
        String project = id(post(admin, "/v3/projects", "{\"project\": {\"name\": \"p1\"}}"), "project");
        String user = id(post(admin, "/v3/users", "{\"user\": {\"name\": \"u1\", \"password\": \"pw\"}}"), "user");
        assertThat(post(admin, "/v3/users", "{\"user\": {\"name\": \"u1\"}}").status())
                .isEqualTo(409);
        assertThatThrownBy(() -> cloud.login("u1", "pw", "p1")).isInstanceOf(ServiceRefused.class);

        String role = call("GET", admin, "/v3/roles?name=member")
                .good()
                .at("/roles/0/id")
                .asText();
        String grant = "/v3/projects/" + project + "/users/" + user + "/roles/" + role;
        assertThat(call("HEAD", admin, grant).status()).isEqualTo(404);
        assertThat(call("PUT", admin, grant).status()).isEqualTo(204);
        assertThat(call("HEAD", admin, grant).status()).isEqualTo(204);
        String token = cloud.login("u1", "pw", "p1");
        Identity identity = uncached();
        assertThat(identity.validate(token).orElseThrow().roles()).contains("member");

        assertThat(call("GET", token, "/v3/projects").status()).isEqualTo(403);
        assertThat(call("GET", token, "/v3/projects/" + project).status()).isEqualTo(200);
        assertThat(call("GET", token, "/v3/auth/projects").good().path("projects"))
                .hasSize(1);

        assertThat(call("DELETE", admin, "/v3/users/" + user).status()).isEqualTo(204);
        assertThat(identity.validate(token)).isEmpty();
        assertThat(call("GET", admin, "/v3/users/" + user).status()).isEqualTo(404);
    }

    @Test
    void tokens_and_users_outlive_the_process() throws Exception {
        String admin = cloud.login("admin", "admin-pw", "admin");
        post(admin, "/v3/projects", "{\"project\": {\"name\": \"kept\"}}");
        cloud.close();

        cloud = new StandInCloud(data);

        assertThat(cloud.identity.projectId("kept")).isNotBlank();
        assertThat(cloud.clients.identity().validate(admin)).isPresent();
    }

    @Test
    void a_wrong_own_credential_and_a_dead_service_are_away() {
        HttpClient client = ServiceHttp.client();
        ServiceHttp http = new ServiceHttp("identity", URI.create(root() + "/v3"), Duration.ofSeconds(5), client);
        ServiceLogin wrong =
                new ServiceLogin(http, ServiceCredential.of("cellplane", "wrong", "service"), Clock.systemUTC());
        assertThatThrownBy(() -> new HttpIdentity(http, wrong).validate("some"))
                .isInstanceOf(ServiceAway.class)
                .hasMessageNotContaining("wrong");
        Identity identity = cloud.clients.identity();
        cloud.identity.close();
        assertThatThrownBy(() -> identity.project("a")).isInstanceOf(ServiceAway.class);
        client.close();
    }

    @Test
    void a_token_that_is_good_for_some_calls_says_for_which() {
        List<AccessRule> rules = List.of(
                new AccessRule("compute", "GET", "/v2.1/servers"),
                new AccessRule("compute", "POST", "/v2.1/{project_id}/servers/*/action"));
        ServiceHttp http = new ServiceHttp(
                "identity", URI.create(root() + "/v3"), Duration.ofSeconds(20), HttpClient.newHttpClient());
        TokenSource own =
                new ServiceLogin(http, ServiceCredential.of("cellplane", "own-pw", "service"), Clock.systemUTC());
        Identity identity = new HttpIdentity(http, own);
        String token = new ApplicationCredentials(http, own, identity)
                .issue("some", Instant.now().plusSeconds(600), rules);

        Token read = identity.validate(token).orElseThrow();

        assertThat(read.accessRules()).containsExactlyInAnyOrderElementsOf(rules);
        assertThat(read.allows("compute", "GET", "/v2.1/servers")).isTrue();
        assertThat(read.allows("compute", "GET", "/v2.1/servers/detail")).isFalse();
        assertThat(read.allows("compute", "POST", "/v2.1/p/servers/s/action")).isTrue();
        assertThat(read.allows("compute", "POST", "/v2.1/p/servers/s/t/action")).isFalse();
        assertThat(identity.validate(own.token()).orElseThrow().accessRules()).isNull();
    }

    private Identity uncached() {
        ServiceHttp http = new ServiceHttp(
                "identity", URI.create(root() + "/v3"), Duration.ofSeconds(20), HttpClient.newHttpClient());
        return new HttpIdentity(
                http,
                new ServiceLogin(http, ServiceCredential.of("cellplane", "own-pw", "service"), Clock.systemUTC()));
    }

    private String root() {
        return StandInCloud.at(cloud.identity.address());
    }

    private Answer post(String token, String path, String body) {
        return cloud.call(cloud.identity.address(), "POST", path, body, token);
    }

    private Answer call(String method, String token, String path) {
        return cloud.call(cloud.identity.address(), method, path, null, token);
    }

    private static String id(Answer answer, String key) {
        return answer.good().path(key).path("id").asText();
    }
}
