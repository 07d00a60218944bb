package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.http.Answer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A network service, of which a test leaves nothing behind. */
abstract class NetworkContract {
    static final String MISSING = "99999999-0000-4000-8000-000000000000";

    final Neighbours neighbours;
    private final Deque<String> made = new ArrayDeque<>();

    NetworkContract(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    @AfterEach
    void remove() {
        while (!made.isEmpty()) {
            call("admin", "DELETE", made.pop(), null);
        }
    }

    /** A body with single quotes, for the sake of readers. */
    Answer call(String user, String method, String path, @Nullable String body) {
        return neighbours.call(neighbours.network(), method, "/v2.0" + path, quoted(body), neighbours.token(user));
    }

    Answer ifMatch(String user, String port, String revision, String fields) {
        return neighbours.sent(
                neighbours.network(),
                "PUT",
                "/v2.0/ports/" + port,
                quoted("{'port': {%s}}".formatted(fields)),
                Map.of("X-Auth-Token", neighbours.token(user), "If-Match", "revision_number=" + revision));
    }

    private static @Nullable String quoted(@Nullable String body) {
        return body == null ? null : body.replace('\'', '"');
    }

    /** One more of a kind; it goes when the test ends. */
    JsonNode made(String user, String kind, String path, String fields) {
        Answer answer = call(user, "POST", path, "{'%s': {%s}}".formatted(kind, fields));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        JsonNode one = answer.body().path(kind);
        made.push(path + "/" + one.path("id").asText());
        return one;
    }

    String net() {
        return call("demo", "GET", "/networks?name=private", null)
                .good()
                .at("/networks/0/id")
                .asText();
    }

    JsonNode port(String user, String fields) {
        return made(user, "port", "/ports", "'network_id': '%s'%s".formatted(net(), fields));
    }

    /** One of a server, on a host. */
    JsonNode bound(String host) {
        return port(
                "cellplane",
                ", 'device_id': 'server', 'device_owner': 'compute:nova', 'binding:host_id': '%s'".formatted(host));
    }

    /** A refusal is its status and what the service calls it. */
    static void refused(Answer answer, int status, String type) {
        assertThat(answer.status() + " "
                        + answer.body().at("/NeutronError/type").asText())
                .as(answer.body().toString())
                .isEqualTo(status + " " + type);
        assertThat(answer.body().at("/NeutronError/message").asText()).isNotEmpty();
    }
}
