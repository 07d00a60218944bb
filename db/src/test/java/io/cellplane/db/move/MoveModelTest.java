package io.cellplane.db.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.db.move.AllOrders.Explored;
import io.cellplane.db.move.MoveModel.Fault;
import io.cellplane.testing.Sample;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every order of the steps, in memory: the same invariants as on the databases. */
class MoveModelTest {

    private enum Scene {
        MOVERS_UNDO_AND_WRITERS,
        READERS_OF_THE_OLD_RECORD_FIRST,
        READERS_OF_THE_NEW_RECORD_FIRST;

        MoveModel model() {
            return switch (this) {
                case MOVERS_UNDO_AND_WRITERS -> writing();
                case READERS_OF_THE_OLD_RECORD_FIRST -> reading(0);
                case READERS_OF_THE_NEW_RECORD_FIRST -> reading(1);
            };
        }
    }

    static List<Scene> scenes() {
        return Sample.of("what goes on beside a move", List.of(Scene.values()));
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void no_order_loses_a_write_or_hides_the_server(Scene scene) {
        Explored explored = scene.model().explore();
        System.out.println(scene + ": " + explored.states() + " states");
        assertThat(explored.broken()).isNull();
    }

    static List<Fault> faults() {
        return Sample.of("which fault of a move is found", List.of(Fault.values()));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void each_fault_is_found(Fault fault) {
        List<Integer> broken = writing(fault).explore().broken();
        if (broken == null) {
            broken = reading(1, fault).explore().broken();
        }
        System.out.println(fault + ": " + broken);
        assertThat(broken).isNotNull();
    }

    private static MoveModel writing(Fault... faults) {
        return new MoveModel(faults).run(1).run(1).run(2).undo().writer(0).writer(1);
    }

    private static MoveModel reading(int first, Fault... faults) {
        return new MoveModel(faults)
                .copy()
                .run(1)
                .run(2)
                .undo()
                .erase()
                .writer(0)
                .reader()
                .lister(first);
    }
}
