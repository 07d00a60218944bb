package io.cellplane.api.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.servers.ServerCloud;
import io.cellplane.api.servers.ServerCloud.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An API before a network and an image service. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProxyFixture {
    static final String LAST = "2.35";
    static final String MISSING = "99999999-0000-4000-8000-000000000000";

    KnownServices services;
    ServerCloud cloud;

    @BeforeAll
    void start(@TempDir Path data) {
        services = new KnownServices(data);
        cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of(), services.parts());
    }

    @AfterAll
    void stop() {
        cloud.close();
        services.close();
    }

    Answer call(String user, String method, String path, @Nullable String body) {
        return cloud.call(user, LAST, method, path, body == null ? null : body.replace('\'', '"'));
    }

    JsonNode get(String user, String path) {
        Answer answer = call(user, "GET", path, null);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        return answer.body();
    }

    JsonNode network(String user, String method, String path, @Nullable String body) {
        return services.network(user, method, path, body == null ? null : body.replace('\'', '"'));
    }

    static void refused(Answer answer, int status, String words) {
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
        assertThat(answer.message()).isEqualTo(words);
    }
}
