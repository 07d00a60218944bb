package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.KnownUsers;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.db.control.NetworkChangeRow;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ExternalEventsTest {
    @AutoClose
    private static final ServerCloud cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of());

    private static String event(String name, UUID server, String more) {
        return "{\"name\": \"%s\", \"server_uuid\": \"%s\"%s}".formatted(name, server, more);
    }

    private static Answer post(String user, String version, String... events) {
        return cloud.call(
                user,
                version,
                "POST",
                "/os-server-external-events",
                "{\"events\": [" + String.join(", ", events) + "]}");
    }

    private static boolean isAsked(UUID server) {
        return cloud.api.networkChanges().in("cell1", 100).stream()
                .map(NetworkChangeRow::server)
                .anyMatch(server::equals);
    }

    @Test
    void a_change_of_the_network_is_taken_and_the_server_looked_at() {
        UUID server = cloud.resting("web");
        Answer answer = post(
                ADMIN, "2.1", event("network-vif-plugged", server, ", \"tag\": \"a-port\", \"status\": \"completed\""));
        assertThat(answer.status()).isEqualTo(200);
        JsonNode taken = answer.body().at("/events/0");
        assertThat(taken.path("code").asInt()).isEqualTo(200);
        assertThat(taken.path("status").asText()).isEqualTo("completed");
        assertThat(taken.path("tag").asText()).isEqualTo("a-port");
        assertThat(isAsked(server)).isFalse();

        assertThat(post(ADMIN, "2.1", event("network-changed", server, "")).status())
                .isEqualTo(200);
        assertThat(isAsked(server)).isTrue();
    }

    @Test
    void what_is_not_taken_says_why_and_the_others_are() {
        UUID here = cloud.resting("here");
        UUID building = cloud.booted(KnownUsers.MEMBER, "building");
        Answer answer = post(
                ADMIN,
                "2.79",
                event("network-changed", here, ""),
                event("network-changed", UUID.randomUUID(), ""),
                event("network-changed", building, ""),
                event("volume-extended", here, ""),
                event("volume-extended", here, ", \"tag\": \"a-volume\""));
        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.body().findValuesAsText("code")).containsExactly("200", "404", "422", "400", "422");
        assertThat(answer.body().findValuesAsText("status"))
                .containsExactly("completed", "failed", "failed", "failed", "failed");
        assertThat(isAsked(here)).isTrue();
    }

    @Test
    void events_are_for_services_and_of_known_names() {
        UUID server = cloud.resting("web");
        assertThat(post(MEMBER, "2.79", event("network-changed", server, "")).status())
                .isEqualTo(403);
        assertThat(post(ADMIN, "2.50", event("volume-extended", server, "")).status())
                .isEqualTo(400);
        assertThat(post(ADMIN, "2.79", event("nonsense", server, "")).status()).isEqualTo(400);
        assertThat(post(ADMIN, "2.79").status()).isEqualTo(400);
    }
}
