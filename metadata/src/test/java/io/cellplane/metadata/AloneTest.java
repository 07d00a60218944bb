package io.cellplane.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.testing.TcpDoor;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a guest gets while something is away. */
class AloneTest {
    private static final String WHO = "/openstack/latest/meta_data.json";
    private final AskedCell cell = new AskedCell();

    @AfterEach
    void close() {
        cell.close();
    }

    @Test
    void a_guest_is_answered_while_the_control_levels_database_is_gone() {
        UUID server = cell.server();
        String database = cell.control.sql("select database()").getFirst();
        cell.control.sql("drop database " + database);
        assertThat(cell.ask(server, WHO).body()).contains(server.toString());
        assertThat(cell.post(server, "cipher").statusCode()).isEqualTo(200);
        assertThat(cell.ask(server, "/openstack/latest/password").body()).isEqualTo("cipher");
    }

    @Test
    void a_guest_is_told_to_come_again_while_its_cells_database_is_away() {
        UUID server = cell.server();
        UUID known = cell.server();
        assertThat(cell.ask(known, WHO).statusCode()).isEqualTo(200);
        cell.door.set(TcpDoor.State.SHUT);
        var away = cell.ask(server, WHO);
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).isPresent();
        assertThat(away.body()).doesNotContain("SQL", "Exception");
        assertThat(cell.post(known, "cipher").statusCode()).isEqualTo(503);
        cell.door.set(TcpDoor.State.OPEN);
        Awaitility.await().until(() -> cell.ask(server, WHO).statusCode() == 200);
    }

    @Test
    void a_database_that_hangs_costs_a_guest_no_more_than_the_wait() {
        UUID server = cell.server();
        cell.door.set(TcpDoor.State.STALLED);
        assertThat(cell.ask(server, WHO).statusCode()).isEqualTo(503);
    }
}
