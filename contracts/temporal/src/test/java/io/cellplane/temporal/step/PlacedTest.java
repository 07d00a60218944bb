package io.cellplane.temporal.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.server.FlavorSpec;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlacedTest {
    private static final FlavorSpec FLAVOR = new FlavorSpec("f1", "small", 1, 512, 1, 0, 0, 1, null, Map.of());

    private final Placed here = new Placed("cell1", "host1", UUID.randomUUID(), "nova", 3, 4);

    @Test
    void a_generation_begins_where_the_cell_changes_and_nowhere_else() {
        assertThat(here.next("cell1")).isEqualTo(3);
        assertThat(here.next("cell2")).isEqualTo(4);
        assertThat(Placed.next(null, 1, "cell1")).isEqualTo(1);
    }

    @Test
    void what_comes_from_another_cell_has_left_the_generation_before() {
        Placed there = new Placed("cell2", "host2", UUID.randomUUID(), "nova", here.next("cell2"), 5, "cell1");
        assertThat(there.before()).isEqualTo(3);
        assertThatThrownBy(here::before).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void who_comes_back_has_its_host_again_and_from_another_cell_a_generation_of_its_own() {
        assertThat(back("cell1")).isEqualTo(here.in(5));
        assertThat(back("cell2"))
                .isEqualTo(new Placed(here.cell(), here.host(), here.provider(), here.availabilityZone(), 5, 5));
    }

    private Placed back(String cell) {
        Placed there = new Placed(cell, "host2", UUID.randomUUID(), "nova", here.next(cell), 5);
        return new Moving(here, there, FLAVOR, FLAVOR, false, true).back();
    }
}
