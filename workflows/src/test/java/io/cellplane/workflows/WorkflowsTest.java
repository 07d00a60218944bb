package io.cellplane.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.operation.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorkflowsTest {

    @Test
    void every_flow_is_the_type_of_a_workflow() {
        assertThat(Workflows.names())
                .containsAll(Stream.of(Flow.values()).map(Flow::type).toList());
    }
}
