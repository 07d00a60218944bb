package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.ADMIN_PROJECT;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.server.RequestedNetwork;
import io.cellplane.db.control.BuildRequestRow;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What {@code auto} and {@code none} mean, and what a request without networks means. */
class AutoNetworkTest {
    @AutoClose
    private static final ServerCloud cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of());

    private static List<RequestedNetwork> booted(String user, String project, String version, String networks) {
        String name = "n" + UUID.randomUUID();
        String body = "{\"server\": {\"name\": \"%s\", \"flavorRef\": \"f1\", \"imageRef\": \"%s\"%s}}"
                .formatted(name, KnownImages.SMALL, networks);
        var answer = cloud.call(user, version, "POST", "/servers", body);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(202);
        return cloud.api.buildRequests().ofProject(project).stream()
                .map(BuildRequestRow::server)
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow()
                .networks();
    }

    @Test
    void a_project_with_one_network_gets_a_card_of_it() {
        RequestedNetwork only = new RequestedNetwork(UUID.fromString(KnownNetworks.PRIVATE), null, null, null);
        assertThat(booted(MEMBER, PROJECT, "2.37", ", \"networks\": \"auto\"")).containsExactly(only);
        assertThat(booted(MEMBER, PROJECT, "2.1", "")).containsExactly(only);
        assertThat(booted(MEMBER, PROJECT, "2.79", ", \"networks\": \"none\"")).isEmpty();
    }

    @Test
    void a_project_without_any_gets_one_made_where_it_asks_for_it() {
        assertThat(booted(ADMIN, ADMIN_PROJECT, "2.36", "")).isEmpty();
        String made = UUID.randomUUID().toString();
        cloud.networks.allocated = made;
        assertThat(booted(ADMIN, ADMIN_PROJECT, "2.37", ", \"networks\": \"auto\""))
                .containsExactly(new RequestedNetwork(UUID.fromString(made), null, null, null));
        assertThat(booted(ADMIN, ADMIN_PROJECT, "2.37", ", \"networks\": \"none\""))
                .isEmpty();
        assertThat(booted(ADMIN, ADMIN_PROJECT, "2.36", "")).isEmpty();
    }

    @Test
    void tags_and_addresses_stand_with_the_card_that_they_are_of() {
        UUID net = UUID.fromString(KnownNetworks.PRIVATE);
        assertThat(booted(
                        MEMBER,
                        PROJECT,
                        "2.42",
                        ", \"networks\": [{\"uuid\": \"%1$s\", \"fixed_ip\": \"10.0.0.7\", \"tag\": \"a\"}, {\"port\": \"%2$s\", \"tag\": \"b\"}]"
                                .formatted(net, KnownNetworks.FREE_PORT)))
                .containsExactly(
                        new RequestedNetwork(net, null, "10.0.0.7", "a"),
                        new RequestedNetwork(net, UUID.fromString(KnownNetworks.FREE_PORT), null, "b"));
        for (String version : List.of("2.31", "2.37", "2.41")) {
            String body =
                    "{\"server\": {\"name\": \"x\", \"flavorRef\": \"f1\", \"imageRef\": \"%s\", \"networks\": [{\"uuid\": \"%s\", \"tag\": \"a\"}]}}"
                            .formatted(KnownImages.SMALL, net);
            assertThat(cloud.call(MEMBER, version, "POST", "/servers", body).status())
                    .as(version)
                    .isEqualTo(400);
        }
    }
}
