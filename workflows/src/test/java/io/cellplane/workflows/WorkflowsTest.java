package io.cellplane.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.operation.Flow;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.Repair;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkflowsTest {

    @Test
    void every_flow_is_the_type_of_a_workflow() {
        assertThat(Workflows.names())
                .containsAll(Stream.of(Flow.values()).map(Flow::type).toList());
    }

    @ParameterizedTest
    @EnumSource
    void a_family_has_a_repair_of_its_own_where_going_through_again_is_not_enough(Kind kind) {
        assertThat(Workflows.of(kind).repairs() == null).isEqualTo(kind.repair() == Repair.AGAIN);
    }
}
