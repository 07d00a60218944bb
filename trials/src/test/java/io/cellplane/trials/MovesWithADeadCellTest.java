package io.cellplane.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.compute.hypervisor.simulated.SimulatedHypervisor;
import io.cellplane.db.control.DebtRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.ComputeClient.Answer;
import io.cellplane.standalone.cloud.Cloud;
import io.cellplane.standalone.cloud.HostSize;
import io.cellplane.standalone.cloud.TestCloud;
import io.cellplane.testing.OneOf;
import io.cellplane.testing.Sample;
import io.cellplane.trials.races.RacesTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers in VERIFY_RESIZE that have come from cell1 to cell2, and one of the two cells is dead, database and bus: what
 * confirm, revert, delete and the end of the window do then, and that nothing is wrong once it is back.
 */
@OneOf({MovesWithADeadCellTest.class, RacesTest.class})
@Timeout(180)
public final class MovesWithADeadCellTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String FROM = "cell1-host1";
    private static final String TO = "cell2-host1";

    @TempDir
    private static Path data;

    private static Cloud cloud;
    private static ComputeClient admin;

    @BeforeAll
    static void start() {
        cloud = TestCloud.start(TestCloud.options(data).withHosts(1, HostSize.standard()));
        admin = ComputeClient.admin(cloud.file());
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putObject("flavor").put("id", "moved").put("name", "moved").put("ram", 64);
        ((ObjectNode) body.path("flavor")).put("vcpus", 1).put("disk", 1);
        admin.compute("POST", "/flavors", body).good();
    }

    @AfterAll
    static void stop() {
        admin.close();
        cloud.close();
    }

    /** Servers at VERIFY_RESIZE in cell2, by name. */
    private static Map<String, String> moved(String... names) {
        Map<String, String> servers = new HashMap<>();
        for (String name : names) {
            ObjectNode body = admin.server(name, "moved");
            ((ObjectNode) body.path("server")).put("availability_zone", "nova:" + FROM);
            servers.put(
                    name,
                    admin.compute("POST", "/servers", body)
                            .good()
                            .body()
                            .at("/server/id")
                            .asText());
        }
        servers.values().forEach(id -> until(id, shows("ACTIVE")));
        servers.values().forEach(id -> {
            ObjectNode migrate = ComputeClient.JSON.createObjectNode();
            migrate.putObject("migrate").put("host", TO);
            admin.compute("POST", "/servers/" + id + "/action", migrate).good();
        });
        servers.values().forEach(id -> until(id, shows("VERIFY_RESIZE")));
        return servers;
    }

    private static Answer get(String id) {
        return admin.compute("GET", "/servers/" + id, null);
    }

    private static Answer act(String id, String action) {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putNull(action);
        return admin.compute("POST", "/servers/" + id + "/action", body);
    }

    private static Answer delete(String id) {
        return admin.compute("DELETE", "/servers/" + id, null);
    }

    private static Predicate<Answer> shows(String status) {
        return answer -> answer.body().at("/server/status").asText().equals(status)
                && answer.body().at("/server/OS-EXT-STS:task_state").isNull();
    }

    private static void until(String id, Predicate<Answer> wanted) {
        await(id).atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> get(id), wanted);
    }

    private static OperationRow move(String id) {
        return cloud.api().operations().toVerify(UUID.fromString(id)).orElseThrow();
    }

    private static void endWindow(String id) {
        cloud.api().operations().window(move(id).id(), Instant.now().minusSeconds(1));
    }

    private static List<String> owed(String id) {
        return cloud.api().debts().of(UUID.fromString(id)).stream()
                .map(debt -> debt.kind() + " " + (debt.host() == null ? debt.cell() : debt.host()))
                .sorted()
                .toList();
    }

    private static List<String> owing(String cell, String host) {
        return List.of(DebtRow.GUEST + " " + host, DebtRow.RECORD + " " + cell);
    }

    /** A confirm owes what the source keeps, and nothing else there. */
    private static List<String> keeping(String cell, String host) {
        return List.of(DebtRow.KEPT + " " + host, DebtRow.RECORD + " " + cell);
    }

    private static void ended(String id) {
        await(id)
                .atMost(SOON)
                .until(() ->
                        cloud.api().operations().openOf(UUID.fromString(id)).isEmpty());
    }

    private static SimulatedHypervisor hypervisor(String host) {
        return Objects.requireNonNull(cloud.hypervisors().get(host));
    }

    private static String host(String id) {
        return get(id).good().body().at("/server/OS-EXT-SRV-ATTR:host").asText();
    }

    private static void refused(Answer answer, String words) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(409);
        assertThat(answer.body().at("/conflictingRequest/message").asText()).isEqualTo(words);
    }

    private static boolean dies(String cell) {
        return Sample.of("which of a move's cells dies", List.of("from", "to")).contains(cell);
    }

    static boolean fromDies() {
        return dies("from");
    }

    static boolean toDies() {
        return dies("to");
    }

    @Nested
    @EnabledIf("io.cellplane.trials.MovesWithADeadCellTest#fromDies")
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class TheCellThatItCameFrom {
        private Map<String, String> servers = Map.of();

        @BeforeAll
        void dies() {
            servers = moved("confirmed", "reverted", "deleted", "expired");
            DeadCell cell = DeadCell.of(cloud, "cell1");
            assertThat(act(id("confirmed"), "confirmResize").status()).isEqualTo(204);
            assertThat(delete(id("deleted")).status()).isEqualTo(204);
            endWindow(id("expired"));
            refused(
                    act(id("reverted"), "revertResize"),
                    "Cannot 'revertResize' instance " + id("reverted") + " while its cell does not answer.");
            List.of("confirmed", "deleted", "expired").forEach(name -> ended(id(name)));
            owedThen = new HashMap<>();
            servers.forEach((name, id) -> owedThen.put(name, owed(id)));
            held = cloud.api().allocations().all().stream()
                    .filter(row -> row.consumerType().equals("debt"))
                    .map(row -> row.server().toString())
                    .distinct()
                    .toList();
            shownThen = new HashMap<>();
            servers.forEach((name, id) -> shownThen.put(name, get(id)));
            cell.giveBack();
        }

        private Map<String, List<String>> owedThen = Map.of();
        private Map<String, Answer> shownThen = Map.of();
        private List<String> held = List.of();

        private String id(String name) {
            return Objects.requireNonNull(servers.get(name));
        }

        @Test
        void a_confirm_is_done_and_the_copy_disks_and_claim_are_owed() {
            assertThat(owedThen.get("confirmed")).isEqualTo(keeping("cell1", FROM));
            assertThat(held).contains(id("confirmed"));
            assertThat(shownThen.get("confirmed")).matches(shows("ACTIVE"));
        }

        @Test
        void a_revert_is_refused_and_goes_once_the_cell_is_back() {
            assertThat(shownThen.get("reverted")).matches(shows("VERIFY_RESIZE"));
            assertThat(act(id("reverted"), "revertResize").status()).isEqualTo(202);
            until(id("reverted"), shows("ACTIVE"));
            assertThat(host(id("reverted"))).isEqualTo(FROM);
        }

        @Test
        void a_delete_is_done_and_the_copy_and_disks_are_owed() {
            assertThat(owedThen.get("deleted")).isEqualTo(owing("cell1", FROM));
            assertThat(shownThen.get("deleted"))
                    .extracting(answer -> Objects.requireNonNull(answer).status())
                    .isEqualTo(404);
            assertThat(hypervisor(TO).guest(UUID.fromString(id("deleted")))).isEmpty();
        }

        @Test
        void the_end_of_the_window_confirms() {
            assertThat(owedThen.get("expired")).isEqualTo(keeping("cell1", FROM));
            assertThat(shownThen.get("expired")).matches(shows("ACTIVE"));
        }

        @AfterAll
        void nothingIsLeft() {
            DeadCell.nothingIsLeft(cloud, admin);
        }
    }

    @Nested
    @EnabledIf("io.cellplane.trials.MovesWithADeadCellTest#toDies")
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class TheCellThatItHasComeTo {
        private Map<String, String> servers = Map.of();
        private Map<String, Answer> answers = new HashMap<>();
        private String forcedWhile = "";
        private String forcedEarly = "";
        private int quotaWhile;
        private int quotaBefore;
        private List<String> owedByDelete = List.of();
        private List<String> owedByForce = List.of();
        private boolean overdue;

        private String id(String name) {
            return Objects.requireNonNull(servers.get(name));
        }

        @BeforeAll
        void dies() {
            servers = moved("confirmed", "reverted", "forced", "deleted", "expired");
            refusedWhileItAnswers();
            rename(id("forced"), "renamed-after-the-move");
            DeadCell cell = DeadCell.of(cloud, "cell2");
            quotaBefore = cloud.api().quota().usagesAfter("", 100).getFirst().instances();
            answers.put("confirmed", act(id("confirmed"), "confirmResize"));
            answers.put("reverted", act(id("reverted"), "revertResize"));
            answers.put("deleted", delete(id("deleted")));
            answers.put("gone", get(id("deleted")));
            endWindow(id("expired"));
            answers.put("forced", act(id("forced"), "cellplane-forceRevert"));
            await("until the end of the window was tried in vain")
                    .atMost(SOON)
                    .until(() -> move(id("expired"))
                            .updatedAt()
                            .isAfter(move(id("expired")).deadline()));
            overdue = isOverdue(id("expired"));
            ended(id("deleted"));
            owedByDelete = owed(id("deleted"));
            quotaWhile = cloud.api().quota().usagesAfter("", 100).getFirst().instances();
            // Nobody has said that the host is dead, so the guest may run there.
            forcedEarly = cloud.api().operations().openOf(UUID.fromString(id("forced"))).stream()
                    .filter(row -> row.kind().equals("revert"))
                    .map(OperationRow::state)
                    .findFirst()
                    .orElse("over");
            assertThat(hypervisor(FROM).guest(UUID.fromString(id("forced")))).isEmpty();
            fence(true);
            ended(id("forced"));
            owedByForce = owed(id("forced"));
            forcedWhile = host(id("forced"));
            answers.put("forced twice", act(id("forced"), "cellplane-forceRevert"));
            cell.giveBack();
            fence(false);
        }

        private void refusedWhileItAnswers() {
            refused(
                    act(id("forced"), "cellplane-forceRevert"),
                    "Cannot force the revert of instance " + id("forced") + ": its cell cell2 answers.");
        }

        private void rename(String id, String name) {
            ObjectNode body = ComputeClient.JSON.createObjectNode();
            body.putObject("server").put("name", name);
            admin.compute("PUT", "/servers/" + id, body).good();
        }

        private void fence(boolean down) {
            HostStateRow host = cloud.api().hostStates().find(TO).orElseThrow();
            cloud.api()
                    .hostStates()
                    .forceDown(host.serviceUuid(), down, down ? "test" : null, down ? Instant.now() : null);
        }

        private boolean isOverdue(String id) {
            return admin.compute("GET", "/os-cellplane-audit", null)
                    .good()
                    .body()
                    .at("/audit/findings")
                    .findValuesAsText("server")
                    .contains(id);
        }

        private Answer answer(String name) {
            return Objects.requireNonNull(answers.get(name));
        }

        @Test
        void a_confirm_is_refused() {
            refused(
                    answer("confirmed"),
                    "Cannot 'confirmResize' instance " + id("confirmed") + " while its cell does not answer.");
            assertThat(act(id("confirmed"), "confirmResize").status()).isEqualTo(204);
            until(id("confirmed"), shows("ACTIVE"));
            assertThat(host(id("confirmed"))).isEqualTo(TO);
        }

        @Test
        void a_revert_is_refused() {
            refused(
                    answer("reverted"),
                    "Cannot 'revertResize' instance " + id("reverted") + " while its cell does not answer.");
            assertThat(act(id("reverted"), "revertResize").status()).isEqualTo(202);
            until(id("reverted"), shows("ACTIVE"));
            assertThat(host(id("reverted"))).isEqualTo(FROM);
        }

        @Test
        void a_forced_revert_waits_for_the_fence_and_brings_it_back_without_what_was_changed() {
            assertThat(answer("forced").status()).isEqualTo(202);
            assertThat(forcedEarly).isEqualTo("running");
            assertThat(forcedWhile).isEqualTo(FROM);
            assertThat(owedByForce).isEqualTo(owing("cell2", TO));
            assertThat(answer("forced twice").status()).isEqualTo(409);
            assertThat(hypervisor(FROM).guest(UUID.fromString(id("forced")))).isPresent();
            JsonNode shown = get(id("forced")).good().body().path("server");
            assertThat(shown.path("status").asText()).isEqualTo("ACTIVE");
            assertThat(shown.path("name").asText()).isEqualTo("forced");
            assertThat(admin.compute("GET", "/servers/" + id("forced") + "/os-instance-actions", null)
                            .good()
                            .body()
                            .path("instanceActions")
                            .findValuesAsText("message"))
                    .anySatisfy(message -> assertThat(message)
                            .startsWith("Forced while cell2 did not answer. Lost: what was written on " + TO));
        }

        @Test
        void a_delete_is_done_and_the_record_and_guest_are_owed() {
            assertThat(answer("deleted").status()).isEqualTo(204);
            assertThat(answer("gone").status()).isEqualTo(404);
            assertThat(owedByDelete).isEqualTo(owing("cell2", TO));
            assertThat(quotaWhile).isEqualTo(quotaBefore - 1);
        }

        @Test
        void the_end_of_the_window_is_postponed_and_says_so() {
            assertThat(overdue).isTrue();
            assertThat(move(id("expired")).decision()).isNull();
            assertThat(act(id("expired"), "confirmResize").status()).isEqualTo(204);
            until(id("expired"), shows("ACTIVE"));
        }

        @AfterAll
        void nothingIsLeft() {
            DeadCell.nothingIsLeft(cloud, admin);
        }
    }
}
