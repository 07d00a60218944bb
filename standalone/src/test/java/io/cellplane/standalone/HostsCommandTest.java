package io.cellplane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.OneServer;
import io.cellplane.standalone.cloud.Cloud;
import io.cellplane.standalone.cloud.TestCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with a cell and a host of a running cloud that has one cell: it is like any other. */
final class HostsCommandTest {
    @TempDir
    private static Path data;

    private static Cloud cloud;

    @BeforeAll
    static void start() {
        cloud = TestCloud.start(TestCloud.options(data).withCells(1));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static Said hosts(String verb, @Nullable String host) {
        return Said.of(() -> HostsCommand.run(cloud.file(), verb, host, null));
    }

    /** Its cloud runs in the same process, and may log before. */
    private static void says(Said said, int code, String words) {
        assertThat(said.words()).endsWith(words);
        assertThat(said.code()).isEqualTo(code);
    }

    @Test
    void hosts_are_listed_approved_and_retired() {
        assertThat(hosts("list", null).words().lines())
                .hasSize(cloud.hypervisors().size());
        String host = cloud.hypervisors().keySet().stream().sorted().findFirst().orElseThrow();
        assertThat(hosts("list", host).words()).contains(host, " up ", "0 servers");
        assertThat(hosts("approve", host).words()).contains("is offered with {\"");
        says(
                hosts("strike-debts", host),
                1,
                "Cannot strike the debts of host " + host
                        + ": it is not forced down, and servers or debts are there.\n");
        says(hosts("retire", host), 0, "Host " + host + " is retired.\n");
        assertThat(hosts("list", host).words()).contains(" retired ");
        assertThat(hosts("strike-debts", host).code()).isZero();
        says(hosts("retire", "nowhere"), 1, "Compute host nowhere could not be found.\n");
    }

    private static Said cells(String verb, @Nullable String cell, CellsCommand.Addresses addresses) {
        return Said.of(() -> CellsCommand.run(cloud.file(), verb, cell, addresses));
    }

    private static Said cells(String verb, @Nullable String cell) {
        return cells(verb, cell, new CellsCommand.Addresses());
    }

    @Test
    void a_cell_is_shown_verified_disabled_and_not_deleted_while_it_has_hosts() throws IOException {
        assertThat(cells("list", null).words()).contains("cell0 ", "cell1 ", " enabled ", "jdbc:mysql://");
        assertThat(cells("show", "cell1").words())
                .contains("\"state\" : \"up\"", "\"drift\" : 0")
                .doesNotContain("password");
        says(cells("show", "none"), 1, "Cell none could not be found.\n");
        says(cells("verify", null), 0, "Everything that answered fits.\n");
        assertThat(cells("hosts", "cell1").words().lines())
                .hasSize(cloud.hypervisors().size());
        says(cells("disable", "cell1"), 0, "Cell cell1 takes no more servers.\n");
        assertThat(cells("list", null).words()).contains(" disabled ");
        assertThat(cells("enable", "cell1").code()).isZero();
        Said refused = cells("delete", "cell1");
        assertThat(refused.code()).isOne();
        assertThat(refused.words()).startsWith("Cell cell1 cannot be deleted: there are ");

        CellsCommand.Addresses addresses = new CellsCommand.Addresses();
        addresses.passwordFile =
                Files.writeString(data.resolve("word"), "a wrong word\n").toString();
        assertThat(cells("update", "cell1", addresses).words())
                .contains("Access denied")
                .doesNotContain("wrong word");
        addresses.database = "jdbc:mysql://127.0.0.1:1/none";
        addresses.user = "nobody";
        addresses.bus = "nats://127.0.0.1:1";
        assertThat(cells("create", "cell2", addresses).words())
                .contains("The bus at nats://127.0.0.1:1 cannot be that of cell cell2");
        String host = cloud.hypervisors().keySet().stream()
                .sorted()
                .reduce((_, last) -> last)
                .orElseThrow();
        assertThat(Said.of(() -> HostsCommand.run(cloud.file(), "move", host, "cell0"))
                        .words())
                .contains("Cell cell0 cannot have hosts");
    }

    @Test
    void servers_boot_move_and_end_in_a_cloud_of_one_cell() {
        try (ComputeClient admin = ComputeClient.admin(cloud.file())) {
            flavor(admin, "small", 64);
            flavor(admin, "larger", 128);
            OneServer server = OneServer.boot(admin, admin.server("alone", "small"));
            String before = OneServer.host(server.await("ACTIVE"));
            ObjectNode resize = ComputeClient.JSON.createObjectNode();
            resize.putObject("resize").put("flavorRef", "larger");
            server.act(resize);
            JsonNode moved = server.await("VERIFY_RESIZE");
            assertThat(OneServer.cell(moved)).isEqualTo("cell1");
            assertThat(OneServer.host(moved)).isNotEqualTo(before);
            ObjectNode confirm = ComputeClient.JSON.createObjectNode();
            confirm.set("confirmResize", null);
            server.act(confirm);
            server.await("ACTIVE");
            server.delete();
        }
        assertThat(Said.of(() -> AuditCommand.run(cloud.file())).words()).contains("everything that answered agrees");
    }

    private static void flavor(ComputeClient admin, String name, int ram) {
        admin.compute(
                        "POST",
                        "/flavors",
                        ComputeClient.JSON.valueToTree(
                                Map.of("flavor", Map.of("id", name, "name", name, "ram", ram, "vcpus", 1, "disk", 1))))
                .good();
    }
}
