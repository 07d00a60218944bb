package io.cellplane.trials.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.fault.StepFiles;
import io.cellplane.contracts.operation.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kill suite walks every operation. */
final class EveryOperationIsKilledTest {

    @ParameterizedTest
    @EnumSource
    void at_its_admission_and_at_each_of_its_steps(Kind kind) {
        List<String> expected = Stream.concat(Stream.of("admit"), StepFiles.read(kind.token()).stream())
                .map(step -> kind.token() + "." + step)
                .toList();
        assertThat(lists(kind).flatMap(list -> list.steps().stream()))
                .as("%s: a line in the kill suite's StepList", kind)
                .containsAll(expected);
    }

    @ParameterizedTest
    @EnumSource
    void on_its_hosts(Kind kind) {
        assertThat(lists(kind).flatMap(list -> list.steps().stream()))
                .as("%s: what its hosts do", kind)
                .anyMatch(step -> step.startsWith("host."));
    }

    private static Stream<StepList> lists(Kind kind) {
        return Stream.of(StepList.values()).filter(list -> list.kind() == kind);
    }
}
