package io.cellplane.activities.control.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.db.control.AggregateHostRows;
import io.cellplane.db.control.AggregateMetadataRows;
import io.cellplane.db.control.AggregateRow;
import io.cellplane.db.control.AggregateRows;
import io.cellplane.db.testing.TestControlLevel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which cell's hosts come first when a server of cell1 may go to any: {@code near} is there, {@code far} in cell2. */
class CrossCellWeigherTest {
    private static final String MULTIPLIER = "cross_cell_move_weight_multiplier";

    private final TestControlLevel control = new TestControlLevel("weigher");
    private final HostViews views = new HostViews(control.api);

    CrossCellWeigherTest() {
        control.host("near", "cell1", 4);
        control.host("far", "cell2", 400); // better by every other merit
    }

    @AfterEach
    void close() {
        control.close();
    }

    private void aggregate(String name, String multiplier, String... hosts) {
        AggregateRows aggregates = control.api.database().rows(AggregateRows.class);
        aggregates.add(UUID.randomUUID(), name, Instant.now());
        int id = aggregates.named(name).map(AggregateRow::id).orElseThrow();
        control.api.database().rows(AggregateMetadataRows.class).put(id, MULTIPLIER, multiplier);
        for (String host : hosts) {
            control.api.database().rows(AggregateHostRows.class).add(id, host);
        }
    }

    /** A move that may cross cells, from a host of cell1. */
    private List<String> order(@Nullable String host) {
        views.refresh();
        Wanted wanted = new Wanted(
                Map.of("VCPU", 1),
                null,
                host,
                false,
                null,
                "cell1",
                null,
                Map.of(),
                List.of(),
                HintView.NONE,
                TraitView.NONE,
                null);
        return Choice.of(views.current(), wanted, new Random(1)).hosts().stream()
                .map(HostView::host)
                .toList();
    }

    @Test
    void its_own_cell_comes_first() {
        assertThat(order(null)).containsExactly("near", "far");
    }

    @Test
    void a_negative_multiplier_drains_the_cell() {
        aggregate("draining", "-1", "near", "far");
        assertThat(order(null)).containsExactly("far", "near");
    }

    /** The near host counts for a million, the far one for minus minus two. */
    @Test
    void it_holds_for_the_hosts_of_its_aggregate_alone() {
        aggregate("wanted", "-2000000", "far");
        assertThat(order(null)).containsExactly("far", "near");
    }

    @Test
    void of_several_the_least_wins() {
        aggregate("first", "7", "near", "far");
        aggregate("second", "-3", "near", "far");
        aggregate("third", "2", "near", "far");
        assertThat(order(null)).containsExactly("far", "near");
    }

    @Test
    void what_is_no_number_does_not_count() {
        aggregate("odd", "much", "near", "far");
        assertThat(order(null)).containsExactly("near", "far");
    }

    @Test
    void a_host_that_is_given_is_taken_whatever_its_cell() {
        assertThat(order("far")).containsExactly("far");
    }
}
