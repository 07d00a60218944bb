package io.cellplane.api.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.ApiServer;
import io.cellplane.api.KnownUsers;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.control.ApiDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AwayTest {
    @Test
    void a_database_that_does_not_answer_is_503_and_says_nothing_of_the_inside() throws Exception {
        DatabaseSettings nowhere = new DatabaseSettings("jdbc:mysql://127.0.0.1:1/none", "nobody", "secret")
                .within(Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (ApiDatabase api = ApiDatabase.open(nowhere, Clock.systemUTC());
                ApiServer server = ApiServer.start(Map.of("cellplane.api.port", 0), api, new KnownUsers());
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v2.1/flavors"))
                            .header("X-Auth-Token", KnownUsers.MEMBER)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("serviceUnavailable").doesNotContain("127.0.0.1", "jdbc");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
    }
}
