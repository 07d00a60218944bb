package io.cellplane.proofs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.db.Json;
import io.cellplane.workflows.Workflows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every operation has besides its row in the table; that each can be asked for is seen in the API's
 * {@code ActionStatesTest}.
 */
class EveryOperationTest {
    private static final Path HISTORIES = Path.of("../workflows/src/test/resources/histories");

    /** Those whose proofs are not all in {@link GeneratedOperationsTest}. */
    private static final Map<Kind, Class<?>> PROOFS = Map.of(
            Kind.BOOT, GeneratedBootTest.class,
            Kind.DELETE, GeneratedDeleteTest.class,
            Kind.RESIZE, GeneratedResizeTest.class,
            Kind.CONFIRM, GeneratedResizeTest.class,
            Kind.REVERT, GeneratedResizeTest.class);

    @ParameterizedTest
    @EnumSource
    void has_a_workflow(Kind kind) {
        assertThat(Workflows.names())
                .as("%s: a workflow of type %s in Workflows", kind, kind.flow().type())
                .contains(kind.flow().type());
    }

    @ParameterizedTest
    @EnumSource
    void has_generated_proofs(Kind kind) {
        assertThat(PROOFS.containsKey(kind) || GeneratedOperationsTest.KINDS.contains(kind))
                .as("%s: failing at every step is proved by one of proofs/Generated...Test", kind)
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void has_its_steps_written_down(Kind kind) {
        assertThat(SeenSteps.of(kind.token()))
                .as("%s: its steps, which its generated proofs write", kind)
                .exists();
    }

    @ParameterizedTest
    @EnumSource
    void has_a_stored_history(Kind kind) throws IOException {
        assertThat(recorded(HISTORIES.resolve(kind.flow().type())))
                .as(
                        "%s: a history of it in workflows' histories/%s",
                        kind, kind.flow().type())
                .contains(kind);
    }

    /** The kinds of the operations whose histories lie there. */
    private static Set<Kind> recorded(Path folder) throws IOException {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                JsonNode input = Json.read(Files.readString(file), JsonNode.class)
                        .at("/events/0/workflowExecutionStartedEventAttributes/input/payloads/0/data");
                JsonNode request = Json.read(new String(input.binaryValue(), UTF_8), JsonNode.class);
                kinds.add(Kind.valueOf(request.path("kind").asText()));
            }
        }
        return kinds;
    }
}
