package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.identity.Token;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What Cellplane asks of an identity service. */
@ParameterizedClass
@MethodSource("io.cellplane.standins.Neighbours#all")
class IdentityContractTest {
    private static final String MISSING = "0123456789abcdef0123456789abcdef";

    private final Neighbours neighbours;

    IdentityContractTest(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    private Answer validated(String own, String subject) {
        return neighbours.sent(
                neighbours.identity(),
                "GET",
                "/v3/auth/tokens?nocatalog",
                null,
                Map.of("X-Auth-Token", own, "X-Subject-Token", subject, "OpenStack-Identity-Access-Rules", "1.0"));
    }

    @Test
    void a_login_tells_who_it_is_what_it_may_and_where_services_are() {
        Answer answer = neighbours.login("demo", neighbours.password("demo"), "demo");
        assertThat(answer.status()).isEqualTo(201);
        JsonNode token = answer.body().path("token");
        assertThat(token.at("/user/name").asText()).isEqualTo("demo");
        assertThat(token.at("/user/domain/id").asText()).isEqualTo("default");
        assertThat(token.at("/project/name").asText()).isEqualTo("demo");
        assertThat(token.at("/project/domain/id").asText()).isEqualTo("default");
        assertThat(token.path("roles").findValuesAsText("name")).contains("member");
        assertThat(token.path("methods").get(0).asText()).isEqualTo("password");
        assertThat(token.path("catalog").findValuesAsText("type")).contains("identity", "compute", "image", "network");
        assertThat(token.path("catalog").findValuesAsText("interface")).contains("public", "internal");
        assertThat(token.path("expires_at").asText()).endsWith("Z");
    }

    @Test
    void a_wrong_password_an_unknown_user_and_a_project_of_others_are_turned_away() {
        for (Answer answer : new Answer[] {
            neighbours.login("demo", "wrong", "demo"),
            neighbours.login("nobody", "wrong", "demo"),
            neighbours.login("demo", neighbours.password("demo"), "admin")
        }) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body().at("/error/code").asInt()).isEqualTo(401);
            assertThat(answer.headers().firstValue("X-Subject-Token")).isEmpty();
        }
    }

    @Test
    void tokens_are_judged_for_services_alone() {
        String own = neighbours.token("cellplane");
        String subject = neighbours.token("demo");
        Answer good = validated(own, subject);
        assertThat(good.status()).isEqualTo(200);
        assertThat(good.body().path("token").has("catalog")).isFalse();
        assertThat(validated(own, "none").status()).isEqualTo(404);
        assertThat(validated("none", subject).status()).isEqualTo(401);
        assertThat(validated(subject, subject).status()).isEqualTo(200);
    }

    @Test
    void a_token_that_is_taken_back_is_none() {
        String own = neighbours.token("cellplane");
        String subject = neighbours.token("demo");
        Answer gone = neighbours.sent(
                neighbours.identity(),
                "DELETE",
                "/v3/auth/tokens",
                null,
                Map.of("X-Auth-Token", subject, "X-Subject-Token", subject));
        assertThat(gone.status()).isEqualTo(204);
        assertThat(validated(own, subject).status()).isEqualTo(404);
    }

    @Test
    void cellplanes_client_reads_tokens_and_projects() {
        try (OpenStack clients = neighbours.clients()) {
            Token token = clients.identity().validate(neighbours.token("demo")).orElseThrow();
            assertThat(token.userName()).isEqualTo("demo");
            assertThat(token.hasRole("member")).isTrue();
            assertThat(token.isSystem()).isFalse();
            String project = String.valueOf(token.projectId());
            assertThat(clients.identity().project(project).orElseThrow().name()).isEqualTo("demo");
            assertThat(clients.identity().project(MISSING)).isEmpty();
            assertThat(clients.identity().validate("none")).isEmpty();
        }
    }
}
