package io.cellplane.activities.control.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.testing.TestControlLevel;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostViewsTest {
    private final TestControlLevel control = new TestControlLevel("views");
    private final HostViews views = new HostViews(control.api);
    private final UUID provider = control.host("h1", "cell1", 4);

    @AfterEach
    void close() {
        control.close();
    }

    private void claim() {
        UUID server = UUID.randomUUID();
        control.api.database().run(() -> {
            control.api
                    .allocations()
                    .saveAll(List.of(
                            new AllocationRow(server, provider, InventoryRow.VCPU, 1, AllocationRow.SERVER, server)));
            control.api.providers().bump(provider);
        });
    }

    private long free() {
        return views.current().iterator().next().free(InventoryRow.VCPU);
    }

    @Test
    void a_claim_that_a_refresh_has_seen_before_it_was_told_is_not_counted_twice_for_good() {
        claim();
        views.refresh();
        views.taken(provider, Map.of(InventoryRow.VCPU, 1));
        views.refresh();

        assertThat(free()).isEqualTo(3);
    }

    @Test
    void what_a_claim_found_corrects_the_view_and_a_refresh_reads_it_again() {
        views.refresh();
        control.api.inventories().put(provider, InventoryRow.VCPU, 1, 1, 0, 1);
        views.found(views.exact(provider));
        assertThat(free()).isEqualTo(1);
        control.api.inventories().put(provider, InventoryRow.VCPU, 2, 2, 0, 1);
        views.refresh();
        assertThat(free()).isEqualTo(2);
    }
}
