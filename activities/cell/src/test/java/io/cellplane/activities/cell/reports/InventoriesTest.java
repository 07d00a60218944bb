package io.cellplane.activities.cell.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.host.HostDetails;
import io.cellplane.contracts.host.HostDetails.Connector;
import io.cellplane.contracts.host.HostDetails.Offer;
import io.cellplane.db.Json;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.InventoryRow;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What hosts say that they have, and what of it is offered. */
class InventoriesTest extends ReportingCells {
    @Test
    void a_changed_inventory_is_taken_over() {
        takesReports("cell1");
        UUID uuid = UUID.randomUUID();
        say("cell1", "h1", inventory("h1", "cell1", uuid, 8));
        awaitState("h1", HostStateRow.UP);
        long generation = provider(uuid).generation();
        say("cell1", "h1", inventory("h1", "cell1", uuid, 16));
        eventually().until(() -> provider(uuid).generation(), now -> now > generation);
        assertThat(control.api.inventories().of(uuid))
                .contains(offered(uuid, InventoryRow.VCPU, 16, 0, 4.0))
                .hasSize(3);
        assertThat(control.cells.of("cell1").computeNodes().find(uuid))
                .hasValueSatisfying(node -> assertThat(node.vcpus()).isEqualTo(16));
    }

    @Test
    void what_a_host_has_beyond_what_is_believed_is_offered_when_it_is_approved() {
        takesReports("cell1");
        UUID uuid = UUID.randomUUID();
        say("cell1", "h1", inventory("h1", "cell1", uuid, 1000));
        eventually().until(() -> offered(uuid) == BELIEVED.vcpus());
        control.api.inventories().approve(uuid, InventoryRow.VCPU, 64);
        assertThat(offered(uuid)).isEqualTo(64);
        say("cell1", "h1", inventory("h1", "cell1", uuid, 2000));
        eventually().until(() -> control.api.inventories().of(uuid).stream().anyMatch(row -> row.reported() == 2000));
        assertThat(offered(uuid)).as("as much as was approved").isEqualTo(64);
        say("cell1", "h1", inventory("h1", "cell1", uuid, 8));
        eventually().until(() -> offered(uuid) == 8);
    }

    /** More than its cell would it cannot have offered. */
    @Test
    void a_host_may_have_less_of_itself_offered() {
        takesReports("cell1");
        UUID uuid = UUID.randomUUID();
        HostDetails less = HostDetails.NONE.offering(new Offer(2, 100, 10, 1.0, 99.0, 0.0));
        say("cell1", "h1", inventory("h1", "cell1", uuid, 8, less));
        awaitState("h1", HostStateRow.UP);
        assertThat(control.api.inventories().of(uuid))
                .containsExactlyInAnyOrder(
                        offered(uuid, InventoryRow.VCPU, 8, 2, 1.0),
                        offered(uuid, InventoryRow.MEMORY_MB, 4096, 512, 1.5),
                        offered(uuid, InventoryRow.DISK_GB, 10, 10, 1.0));
    }

    @Test
    void what_more_a_host_says_of_itself_is_kept_with_it() {
        takesReports("cell1");
        UUID uuid = UUID.randomUUID();
        HostDetails details = new HostDetails(
                List.of("COMPUTE_NODE", "HW_CPU_X86_AVX2"),
                Instant.parse("2026-11-27T08:00:00Z"),
                new Connector("iqn.1993-08.org.debian:01:abc", null, "10.0.0.1", "h1.rack", false),
                null);
        say("cell1", "h1", inventory("h1", "cell1", uuid, 8, details));
        awaitState("h1", HostStateRow.UP);
        var nodes = control.cells.of("cell1").computeNodes();
        assertThat(nodes.details(uuid).map(kept -> Json.read(kept, HostDetails.class)))
                .contains(details);
        assertThat(control.api.hostStates().find("h1").orElseThrow().build()).isEqualTo("1.2.3 abcdef");
        say("cell1", "h1", inventory("h1", "cell1", uuid, 8));
        eventually().until(() -> nodes.details(uuid).isEmpty());
    }
}
