package io.cellplane.activities.control.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.activities.control.moves.SqlMoves;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.MoveArguments;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.CellAway;
import io.cellplane.db.cell.ComputeNodeRows;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.db.testing.TestRequest;
import io.cellplane.db.testing.TestServer;
import io.cellplane.temporal.step.Placed;
import io.cellplane.testing.HandClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hosts are chosen by the traits that flavor and image ask for. */
class TraitPlacementTest {
    private static final String SSD = "STORAGE_DISK_SSD";
    private static final String AVX = "HW_CPU_X86_AVX2";
    private static final HandClock CLOCK = new HandClock();
    private static final TestControlLevel CONTROL = new TestControlLevel("traits", CLOCK, "cell1", "cell2");

    private final TestMembers members = new TestMembers(CONTROL);

    @BeforeEach
    void begin() {
        CONTROL.host("h1", "cell1", 20);
        has("cell1", "h1", "[\"" + AVX + "\",\"" + SSD + "\"]");
        CONTROL.host("h2", "cell2", 20);
        has("cell2", "h2", "[\"" + AVX + "\"]");
        CONTROL.host("h3", "cell2", 20);
    }

    @AfterEach
    void erase() {
        CONTROL.erase();
    }

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    /** As its cell-worker writes what a host has said. */
    private static void has(String cell, String host, String traits) {
        ComputeNodeRows nodes = CONTROL.cells.of(cell).computeNodes();
        UUID uuid = UUID.nameUUIDFromBytes(host.getBytes(StandardCharsets.UTF_8));
        nodes.put(uuid, host, host, "QEMU", 1, "ip", 1, 1, 1, "{}", uuid, Instant.now());
        nodes.describe(uuid, "{\"traits\":" + traits + ",\"bootedAt\":null}");
    }

    private static FlavorSpec flavor(Map<String, String> specs) {
        FlavorSpec any = TestServer.FLAVOR;
        return new FlavorSpec("f2", "other", any.vcpus(), any.memoryMb(), any.rootGb(), 0, 0, 1, null, specs);
    }

    private static Map<String, String> needs(String... said) {
        return said.length == 2 ? Map.of("trait:" + said[0], said[1]) : Map.of();
    }

    private StepResult<Placed> boot(TestRequest request) {
        return members.place(CONTROL.accept(request.build()));
    }

    private String hostOf(String... flavorSays) {
        return boot(TestRequest.server().flavor(flavor(needs(flavorSays))))
                .orRefuse()
                .host();
    }

    @Test
    void a_flavor_says_what_its_host_must_have_and_must_not_have() {
        assertThat(hostOf(SSD, "required")).isEqualTo("h1");
        assertThat(hostOf(AVX, "forbidden")).as("has said nothing").isEqualTo("h3");
        FlavorSpec both = flavor(Map.of("trait:" + AVX, "required", "trait:" + SSD, "forbidden", "hw:cpu_policy", "x"));
        assertThat(boot(TestRequest.server().flavor(both)).orRefuse().host()).isEqualTo("h2");
    }

    @Test
    void an_image_says_what_its_host_must_have() {
        TestRequest request = TestRequest.server().image("image", needs(SSD, "required"));
        assertThat(boot(request).orRefuse().host()).isEqualTo("h1");
        TestRequest none =
                TestRequest.server().image("image", needs(AVX, "required")).flavor(flavor(needs(AVX, "forbidden")));
        assertThat(boot(none).failure()).isEqualTo(Failure.NO_VALID_HOST.type());
    }

    @Test
    void where_no_host_has_it_no_host_is_valid_not_even_by_force() {
        StepResult<Placed> refused = boot(TestRequest.server().flavor(flavor(needs("CUSTOM_GOLD", "required"))));
        assertThat(refused.failure()).isEqualTo(Failure.NO_VALID_HOST.type());
        assertThat(refused.message())
                .startsWith("No valid host was found. There are not enough hosts available.")
                .contains("Traits: 3 -> 0 hosts");
        assertThat(boot(TestRequest.server()
                                .flavor(flavor(needs(SSD, "required")))
                                .forcedTo("h2"))
                        .message())
                .contains("Traits: 1 -> 0 hosts");
    }

    @Test
    void a_move_goes_by_the_flavor_that_it_is_to() {
        Accepted boot = CONTROL.accept(TestRequest.server().forcedTo("h2").build());
        members.land(boot, members.place(boot).orRefuse());
        OperationRow resize = TestOperation.of(boot.server(), Kind.RESIZE, OperationState.ACCEPTED)
                .arguments(new MoveArguments(flavor(needs(SSD, "required")), null, true, false))
                .row();
        CONTROL.api.operations().save(resize);
        CONTROL.api.lanes().set(boot.server(), resize.id(), null);
        SqlMoves moves = new SqlMoves(CONTROL.api, CONTROL.cells, new Chooser(CONTROL.api, CONTROL.cells));
        assertThat(moves.aim(new Step(resize.id(), "aim", 1), boot.server(), List.of())
                        .orRefuse()
                        .to()
                        .host())
                .isEqualTo("h1");
    }

    @Test
    void what_a_host_says_later_counts_after_a_while() {
        TestRequest gold = TestRequest.server().flavor(flavor(needs("CUSTOM_GOLD", "required")));
        assertThat(boot(gold).isDone()).isFalse();
        has("cell2", "h3", "[\"CUSTOM_GOLD\"]");
        CLOCK.advance(Duration.ofSeconds(11));
        assertThat(boot(gold.uuid(UUID.randomUUID())).orRefuse().host()).isEqualTo("h3");
    }

    /** A cell that would be asked refuses every connection, or is unknown. */
    @Test
    void cells_are_asked_for_servers_that_need_traits_alone() {
        CONTROL.addDeadCell("dead");
        CLOCK.advance(Duration.ofSeconds(2));
        CONTROL.host("h4", "dead", 20);
        CONTROL.host("h5", "nowhere", 20);
        assertThat(boot(TestRequest.server().forcedTo("h5")).isDone()).isTrue();
        for (int i = 0; i < 4; i++) {
            assertThat(boot(TestRequest.server()).isDone()).isTrue();
        }
        CONTROL.api.hostStates().transition("h5", "nowhere", "down", Instant.now());
        assertThat(hostOf(SSD, "required")).isEqualTo("h1");
        assertThatThrownBy(() -> hostOf("CUSTOM_GOLD", "required"))
                .as("only a cell that does not answer may have it")
                .isInstanceOf(CellAway.class)
                .hasMessageContaining("dead");
    }
}
