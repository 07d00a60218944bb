package io.cellplane.db.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.db.move.AllOrders.Explored;
import io.cellplane.db.move.MoveModel.Fault;
import io.cellplane.testing.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every order of the steps, in memory: the same invariants as on the databases. */
class MoveModelTest {

    static List<Integer> first() {
        return Sample.of("which record readers look at first", List.of(0, 1));
    }

    @Test
    void no_order_of_movers_undo_and_writers_loses_a_write() {
        sound("movers, undo, writers", writing());
    }

    @ParameterizedTest
    @MethodSource("first")
    void no_order_of_a_move_a_confirm_and_readers_hides_the_server(int first) {
        sound("reading, " + first + " first", reading(first));
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

    private static void sound(String what, MoveModel model) {
        Explored explored = model.explore();
        System.out.println(what + ": " + explored.states() + " states");
        assertThat(explored.broken()).isNull();
    }
}
