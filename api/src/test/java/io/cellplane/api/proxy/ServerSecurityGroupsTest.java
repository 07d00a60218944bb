package io.cellplane.api.proxy;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.PROJECT;
import static io.cellplane.api.KnownUsers.READER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.servers.ServerCloud.Answer;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ServerSecurityGroupsTest extends ProxyFixture {
    private String group(String user, String name) {
        return network(user, "POST", "/security-groups", "{'security_group': {'name': '%s'}}".formatted(name))
                .at("/security_group/id")
                .asText();
    }

    private String standard() {
        return network(MEMBER, "GET", "/security-groups?name=default&tenant_id=" + PROJECT, null)
                .at("/security_groups/0/id")
                .asText();
    }

    private List<String> groups(String port) {
        return network(MEMBER, "GET", "/ports/" + port, null)
                .at("/port/security_groups")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private Answer add(String user, UUID server, String group) {
        return act(user, server, "{'addSecurityGroup': {'name': '%s'}}".formatted(group));
    }

    private Answer remove(String user, UUID server, String group) {
        return act(user, server, "{'removeSecurityGroup': {'name': '%s'}}".formatted(group));
    }

    private static void done(Answer answer) {
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(202);
        assertThat(answer.raw().body()).isEmpty();
    }

    private JsonNode listed(UUID server) {
        return get(MEMBER, "/servers/" + server + "/os-security-groups").path("security_groups");
    }

    @Test
    void every_port_of_a_server_gets_a_group_by_name_or_id_and_loses_it() {
        UUID server = server("web");
        String first = port(server);
        String second = port(server);
        wire(server, first, second);
        String foreign = port(server);
        String web = group(MEMBER, "web");
        String ssh = group(MEMBER, "ssh");
        done(add(MEMBER, server, "web"));
        done(add(MEMBER, server, ssh));
        done(add(MEMBER, server, "web"));
        for (String port : List.of(first, second)) {
            assertThat(groups(port)).containsExactly(standard(), web, ssh);
        }
        assertThat(groups(foreign)).containsExactly(standard());
        assertThat(listed(server).valueStream().map(one -> one.path("name").asText()))
                .containsExactly("default", "default", "ssh", "ssh", "web", "web");
        assertThat(listed(server).get(4))
                .isEqualTo(get(MEMBER, "/os-security-groups/" + web).path("security_group"));

        done(remove(MEMBER, server, web));
        network(MEMBER, "PUT", "/ports/" + first, "{'port': {'security_groups': []}}");
        done(remove(MEMBER, server, "ssh"));
        assertThat(groups(first)).isEmpty();
        assertThat(groups(second)).containsExactly(standard());
        refused(remove(MEMBER, server, "ssh"), 404, "Security group ssh not associated with the instance " + server);
    }

    @Test
    void every_microversion_has_them() {
        UUID server = server("old");
        wire(server, port(server));
        group(MEMBER, "any");
        for (String version : List.of("2.1", "2.36", "2.79")) {
            String path = "/servers/" + server;
            for (String action : List.of("addSecurityGroup", "removeSecurityGroup")) {
                String body = "{\"%s\": {\"name\": \"any\"}}".formatted(action);
                done(cloud.call(MEMBER, version, "POST", path + "/action", body));
            }
            assertThat(cloud.get(MEMBER, version, path + "/os-security-groups")
                            .body()
                            .at("/security_groups/0/name")
                            .asText())
                    .isEqualTo("default");
        }
    }

    @Test
    void a_name_that_none_or_several_have_is_refused_in_novas_words() {
        UUID server = server("names");
        wire(server, port(server));
        String none = "Security group %s is not found for project " + PROJECT;
        for (String name : List.of("nothing", MISSING, "a".repeat(300), "a&b=c")) {
            refused(add(MEMBER, server, name), 404, none.formatted(name));
            refused(remove(MEMBER, server, name), 404, none.formatted(name));
        }
        String twin = group(MEMBER, "twin");
        group(MEMBER, "twin");
        String words = "Multiple security_group matches found for name 'twin', use an ID to be more specific.";
        refused(add(MEMBER, server, "twin"), 409, words);
        refused(remove(MEMBER, server, "twin"), 409, words);
        done(add(MEMBER, server, twin));
        String uuidAsName = "12345678-0000-4000-8000-000000000001";
        group(MEMBER, uuidAsName);
        done(add(MEMBER, server, uuidAsName));
    }

    @Test
    void a_body_that_names_none_is_refused_in_novas_words() {
        UUID server = server("bodies");
        for (String action : List.of("addSecurityGroup", "removeSecurityGroup")) {
            refused(act(MEMBER, server, "{'%s': null}".formatted(action)), 400, "Missing parameter dict");
            refused(act(MEMBER, server, "{'%s': {}}".formatted(action)), 400, "Security group not specified");
            for (String empty : List.of("''", "'  '", "null")) {
                refused(
                        act(MEMBER, server, "{'%s': {'name': %s}}".formatted(action, empty)),
                        400,
                        "Security group name cannot be empty");
            }
            refused(
                    act(MEMBER, server, "{'%s': {'name': 5}}".formatted(action)),
                    400,
                    "Invalid input for field/attribute name. Value: 5. 5 is not of type 'string'");
        }
    }

    @Test
    void a_port_without_security_or_address_takes_no_group_and_no_other_port_is_changed() {
        UUID server = server("open");
        String safe = port(server);
        String open = port(server);
        wire(server, safe, open);
        group(MEMBER, "closed");
        String words =
                "Network requires port_security_enabled and subnet associated in order to apply security groups.";
        network(MEMBER, "PUT", "/ports/" + open, "{'port': {'port_security_enabled': false, 'security_groups': []}}");
        refused(add(MEMBER, server, "closed"), 400, words);
        network(MEMBER, "PUT", "/ports/" + open, "{'port': {'port_security_enabled': true, 'fixed_ips': []}}");
        refused(add(MEMBER, server, "closed"), 400, words);
        assertThat(groups(safe)).containsExactly(standard());
    }

    @Test
    void a_server_without_ports_is_in_no_group() {
        UUID server = server("bare");
        group(MEMBER, "lonely");
        port(server);
        String words = "instance_id %s could not be found as device id on any ports".formatted(server);
        refused(add(MEMBER, server, "lonely"), 404, words);
        refused(remove(MEMBER, server, "lonely"), 404, words);
        assertThat(listed(server)).isEmpty();
        UUID waiting = cloud.booted(MEMBER, "waiting");
        assertThat(add(MEMBER, waiting, "lonely").status()).isEqualTo(404);
        assertThat(listed(waiting)).isEmpty();
    }

    @Test
    void no_state_of_a_server_and_no_lock_is_against_it() {
        UUID server = server("locked");
        wire(server, port(server));
        group(MEMBER, "late");
        done(act(MEMBER, server, "{'lock': null}"));
        cloud.state(server, "cell1", "error", "deleting");
        done(add(MEMBER, server, "late"));
        done(remove(MEMBER, server, "late"));
    }

    @Test
    void who_may_not_see_a_server_or_a_group_changes_neither() {
        UUID server = server("mine");
        String port = port(server);
        wire(server, port);
        String theirs = group(FOREIGNER, "theirs");
        group(MEMBER, "mine");
        String unknown = "Instance " + server + " could not be found.";
        refused(add(FOREIGNER, server, "theirs"), 404, unknown);
        refused(remove(FOREIGNER, server, "default"), 404, unknown);
        refused(call(FOREIGNER, "GET", "/servers/" + server + "/os-security-groups", null), 404, unknown);
        refused(
                add(MEMBER, server, theirs),
                404,
                "Security group %s is not found for project %s".formatted(theirs, PROJECT));
        assertThat(add(READER, server, "mine").status()).isEqualTo(403);
        assertThat(get(READER, "/servers/" + server + "/os-security-groups").findValuesAsText("name"))
                .contains("default");
        // An administrator's project has no group of that name; its id names it from anywhere.
        assertThat(add(ADMIN, server, "mine").status()).isEqualTo(404);
        done(add(ADMIN, server, theirs));
        assertThat(groups(port)).containsExactly(standard(), theirs);
        assertThat(listed(server).findValuesAsText("id")).doesNotContain(theirs);
    }

    @Test
    void a_port_that_others_change_meanwhile_is_looked_at_again_a_few_times() {
        UUID server = server("busy");
        String port = port(server);
        wire(server, port);
        String mine = group(MEMBER, "busy");
        String others = group(MEMBER, "others");
        Runnable change = () ->
                network(ADMIN, "PUT", "/ports/" + port, "{'port': {'security_groups': ['%s']}}".formatted(others));
        services.meanwhile(MEMBER, Collections.nCopies(8, change));
        done(add(MEMBER, server, "busy"));
        assertThat(groups(port)).containsExactly(others, mine);
        services.meanwhile(MEMBER, Collections.nCopies(100, change));
        try {
            refused(add(MEMBER, server, "busy"), 409, "The port was changed meanwhile.");
        } finally {
            services.meanwhile(MEMBER, List.of());
        }
    }

    @Test
    void a_token_that_is_none_for_the_network_service_is_refused() {
        UUID server = server("late token");
        wire(server, port(server));
        services.turnAway(MEMBER, true);
        try {
            assertThat(add(MEMBER, server, "default").status()).isEqualTo(401);
            assertThat(remove(MEMBER, server, "default").status()).isEqualTo(401);
            assertThat(call(MEMBER, "GET", "/servers/" + server + "/os-security-groups", null)
                            .status())
                    .isEqualTo(401);
        } finally {
            services.turnAway(MEMBER, false);
        }
    }
}
