package io.cellplane.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.embedded.TemporalChoice.Kind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedTemporalTest {
    @TempDir
    Path folder;

    private final ArrayList<String> steps = new ArrayList<>();

    @Test
    void the_in_memory_server_runs_a_workflow_with_our_search_attributes() {
        try (var temporal = start(options().inMemory())) {
            assertThat(temporal.choice().kind()).isEqualTo(Kind.IN_MEMORY);
            assertThat(temporal.choice().uiUrl()).isNull();
            assertThat(temporal.choice().sentence()).contains("in memory", "without a web UI");
            assertThat(Greeting.run(temporal.choice().address(), "greeting-1", "Ada"))
                    .isEqualTo("Hello Ada");
        }
    }

    @Test
    void a_named_server_is_used_and_not_stopped() {
        try (var server = start(options().inMemory())) {
            var address = server.choice().address();
            try (var external = start(named(address))) {
                assertThat(external.choice().kind()).isEqualTo(Kind.EXTERNAL);
            }
            assertThat(Greeting.run(address, "greeting-2", "Bob")).isEqualTo("Hello Bob");
        }
    }

    @Test
    void a_server_of_its_own_keeps_its_history_over_a_kill_and_a_restart() throws Exception {
        var options = options().ownServer();
        Assumptions.assumeTrue(options.program().isPresent(), "no temporal program on the path");
        try (var temporal = start(options)) {
            var choice = temporal.choice();
            assertThat(choice.kind()).isNotEqualTo(Kind.IN_MEMORY);
            assertThat(Greeting.run(choice.address(), "greeting-3", "Eve")).isEqualTo("Hello Eve");
            if (choice.uiUrl() != null) {
                Awaitility.await()
                        .ignoreExceptions()
                        .untilAsserted(() -> assertThat(statusOf(Objects.requireNonNull(choice.uiUrl())))
                                .isEqualTo(200));
            }
            temporal.kill();
        }
        var orphan = start(options);
        assertThat(Greeting.resultOf(orphan.choice().address(), "greeting-3")).isEqualTo("Hello Eve");

        // As after kill -9 of the process that owned it: the server is still there.
        try (var last = start(options)) {
            assertThat(steps).contains("stopping a Temporal that was left running");
            assertThat(Greeting.resultOf(last.choice().address(), "greeting-3")).isEqualTo("Hello Eve");
        }
    }

    @Test
    void a_named_server_that_does_not_answer_is_said() {
        var nobody = "127.0.0.1:" + FreePort.next();
        assertThatThrownBy(() -> start(named(nobody)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(nobody);
    }

    private TemporalOptions options() {
        return TemporalOptions.in(folder.resolve("temporal"), List.of("CellplaneServer", "CellplaneCell"));
    }

    private TemporalOptions named(String address) {
        var plain = options();
        return new TemporalOptions(plain.data(), Optional.of(address), Optional.empty(), 0, 0, plain.keywords());
    }

    private EmbeddedTemporal start(TemporalOptions options) {
        return EmbeddedTemporal.start(options, progress -> steps.add(progress.step()));
    }

    private static int statusOf(String url) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
