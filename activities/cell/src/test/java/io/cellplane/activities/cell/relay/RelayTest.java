package io.cellplane.activities.cell.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.bus.Wire;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.BaseImage;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.Grant;
import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.host.GuestLaunch;
import io.cellplane.contracts.host.GuestLaunch.InjectedFile;
import io.cellplane.contracts.host.GuestTold;
import io.cellplane.contracts.host.GuestsAnswer;
import io.cellplane.contracts.host.GuestsQuestion;
import io.cellplane.contracts.host.KeptFact;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.RootImage;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.host.Verb;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.FileRow;
import io.cellplane.db.cell.ServerRows;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Hosts.HostStep;
import io.cellplane.temporal.step.Hosts.Keeps;
import io.cellplane.temporal.step.Hosts.Left;
import io.cellplane.temporal.step.Hosts.Powered;
import io.cellplane.temporal.step.Hosts.Receiving;
import io.cellplane.temporal.step.Hosts.SpawningFrom;
import io.cellplane.temporal.step.Hosts.Uploaded;
import io.cellplane.temporal.step.Hosts.Uploading;
import io.cellplane.temporal.step.Snapshots.Own;
import io.cellplane.testing.HandClock;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a host is told for each activity, and what is made of its answer. */
class RelayTest extends RelayFixture {
    private static final TestControlLevel CONTROL = new TestControlLevel("relay", new HandClock(), "cell1");

    RelayTest() {
        super(CONTROL);
    }

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    @Test
    void a_change_of_power_is_told() {
        Hosts hosts = hosts(Grants.NONE);
        assertThat(hosts.change(step("start"), Power.START)).isEqualTo(StepResult.done(new Powered(1)));
        assertThat(order()).isEqualTo(new Order.Change(Power.START));
        reply = Reply.done(Map.of(Reply.POWER_STATE, "4"));
        assertThat(hosts.change(step("stop"), Power.STOP)).isEqualTo(StepResult.done(new Powered(4)));
        assertThat(order()).isEqualTo(new Order.Change(Power.STOP));
        reply = Reply.refused(Failure.GUEST_NOT_FOUND.type(), "no guest");
        assertThat(hosts.change(step("start"), Power.START))
                .isEqualTo(StepResult.refused(Failure.GUEST_NOT_FOUND, "no guest\nHost 'h1': no guest"));
    }

    @Test
    void what_was_reported_before_a_change_of_power_is_not_taken_in_after_it() {
        landed("h1");
        UUID boot = UUID.randomUUID();
        ServerRows servers = control.cells.of("cell1").servers();
        reply = Reply.done(Map.of(Reply.POWER_STATE, "1", Reply.REPORTED, boot + "/5"));
        hosts(Grants.NONE).change(step("start"), Power.START);
        servers.activate(server.server(), 1, 1, Instant.now());
        assertThat(servers.power(server.server(), "h1", 4, boot, 5)).isZero();
        assertThat(servers.power(server.server(), "h1", 4, boot, 6)).isEqualTo(1);
        assertThat(servers.power(server.server(), "h1", 4, UUID.randomUUID(), 1))
                .isEqualTo(1);
    }

    @Test
    void what_a_host_says_names_no_host_in_its_first_line() {
        Hosts hosts = hosts(Grants.NONE);
        reply = Reply.refused(Failure.POWER_REFUSED.type(), "<b>h1</b> is full, not h12\nat line 7 of h1");
        String message = String.valueOf(hosts.change(step("start"), Power.START).message());
        assertThat(message.lines().toList())
                .containsExactly(
                        "b its host /b  is full, not h12", "Host 'h1': <b>h1</b> is full, not h12", "at line 7 of h1");
    }

    @Test
    void what_is_kept_is_named_by_its_operation() {
        Hosts hosts = hosts(Grants.NONE);
        reply = Reply.done(Map.of(Reply.RAN, "true", Reply.ROOT_GB, "7", Reply.SIZE, "123"));
        assertThat(hosts.leave(step("leave"), List.of())).isEqualTo(StepResult.done(new Left(true, 7, 123)));
        assertThat(order()).isEqualTo(new Order.Leave());
        reply = Reply.done(Map.of(Reply.POWER_STATE, "4"));
        UUID move = UUID.randomUUID();
        assertThat(hosts.restore(step("restore"), move, false)).isEqualTo(StepResult.done(new Powered(4)));
        assertThat(order()).isEqualTo(new Order.Restore(move, false));
        assertThat(hosts.discard(step("discard"), move)).isTrue();
        assertThat(order()).isEqualTo(new Order.Discard(move));
        assertThat(hosts.remove(step("remove"))).isTrue();
        assertThat(order()).isEqualTo(new Order.Remove());
    }

    @Test
    void undos_carry_no_order() {
        Hosts hosts = hosts(Grants.NONE);
        reply = Reply.undone();
        assertThat(hosts.unleave(step("leave"))).isTrue();
        assertThat(hosts.unreceive(step("receive"))).isTrue();
        assertThat(hosts.unchange(step("stop"))).isTrue();
        assertThat(told).extracting(Command::verb).containsExactly(Verb.LEAVE, Verb.RECEIVE, Verb.POWER);
        assertThat(told).allSatisfy(command -> {
            assertThat(command.undo()).isTrue();
            assertThat(command.order()).isNull();
        });
    }

    @Test
    void a_guest_is_received_with_the_new_flavor_and_what_its_record_has() {
        landed();
        Hosts hosts = hosts(Grants.NONE);
        UUID move = UUID.randomUUID();
        Receiving receiving = new Receiving(step("receive"), move, "source", LARGE, List.of());
        assertThat(hosts.receive(receiving)).isEqualTo(StepResult.done(new Powered(1)));
        assertThat(order()).isInstanceOfSatisfying(Order.Receive.class, receive -> {
            assertThat(receive.keptBy()).isEqualTo(move);
            assertThat(receive.fromHost()).isEqualTo("source");
            assertThat(receive.powerOn()).isFalse();
            assertThat(receive.guest().vcpus()).isEqualTo(4);
            assertThat(receive.guest().rootGb()).isEqualTo(20);
            assertThat(receive.guest().ephemeralGb()).isEqualTo(1);
            assertThat(receive.guest().adminPassword()).isEqualTo("secret-password");
            assertThat(receive.guest().ports())
                    .singleElement()
                    .satisfies(each -> assertThat(each.id()).isEqualTo(port.portId()));
        });
    }

    @Test
    void files_that_were_asked_for_go_to_the_host_with_the_config_drive_they_are_read_from() throws SQLException {
        landed();
        CellDatabase cell = control.cells.of("cell1");
        FileRow file = new FileRow(server.server(), "/etc/motd", "U0VDUkVU");
        cell.database().run(() -> cell.files().saveAll(List.of(file)));
        Hosts hosts = hosts(Grants.NONE);
        Receiving receiving = new Receiving(step("receive"), operation, "source", LARGE, List.of());
        hosts.receive(receiving);
        assertThat(launched().files()).as("it has no config drive").isEmpty();
        try (Connection connection = connection(cell.database().settings());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update instances set config_drive = true where uuid = '" + server.server() + "'");
        }
        hosts.receive(receiving);
        GuestTold asked = Objects.requireNonNull(launched().told());
        assertThat(launched())
                .isEqualTo(new GuestLaunch(
                        0,
                        "r-1",
                        "nova",
                        "large",
                        List.of(new InjectedFile("/etc/motd", "U0VDUkVU")),
                        Map.of(),
                        asked));
        assertThat(Objects.requireNonNull(asked.ec2()).server()).matches("i-0{3}[0-9a-f]{5}");
        assertThat(told.getLast().toString()).doesNotContain("U0VDUkVU");
    }

    private static Connection connection(DatabaseSettings settings) throws SQLException {
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    }

    private GuestLaunch launched() {
        return Objects.requireNonNull(((Order.Receive) order()).guest().launch());
    }

    @Test
    void a_start_that_was_given_up_before_it_was_told_is_never_told() {
        Hosts hosts = hosts(Grants.NONE);
        assertThat(hosts.unstart(step("start"))).isTrue();
        assertThat(hosts.start(step("start"))).isEqualTo(StepResult.undone(null));
        assertThat(hosts.unstart(step("start"))).isTrue();
        assertThat(told).isEmpty();
    }

    /** It may have come to the host, also when nobody answered. */
    @Test
    void a_start_that_was_told_is_known_however_often_it_is_asked() {
        Hosts hosts = hosts(Grants.NONE, NOBODY);
        assertThat(hosts.start(step("start")).failure()).isEqualTo(Failure.HOST_ABSENT.type());
        assertThat(hosts.unstart(step("start"))).isFalse();
        assertThat(hosts.unstart(step("start"))).isFalse();
    }

    @Test
    void a_guest_that_was_made_off_is_told_to_start() {
        Hosts hosts = hosts(Grants.NONE);
        assertThat(hosts.start(step("start"))).isEqualTo(StepResult.done(new Powered(1)));
        assertThat(order()).isEqualTo(new Order.Change(Power.START));
    }

    @Test
    void of_another_place_nothing_is_sent() {
        landed();
        Hosts hosts = hosts(new Granting());
        StepResult<Powered> stale = StepResult.refused(Failure.STALE, Failure.STALE.text());
        assertThat(hosts.receive(new Receiving(at(2, "receive"), operation, "source", LARGE, List.of())))
                .isEqualTo(stale);
        assertThat(hosts.spawnFrom(new SpawningFrom(at(2, "spawn"), LARGE, image, "raw", new Uploaded(5, "ab"), null)))
                .isEqualTo(stale);
        assertThat(told).isEmpty();
        assertThat(granted).isEmpty();
    }

    @Test
    void grants_go_to_the_host_and_end_with_the_step() {
        landed();
        Hosts hosts = hosts(new Granting());
        reply = Reply.done(Map.of(Reply.SIZE, "5", Reply.SHA512, "ab", Reply.UEFI, "2"));
        Uploaded uploaded = new Uploaded(5, "ab", 2);
        assertThat(hosts.upload(new Uploading(step("upload"), operation, image, List.of(), "qcow2")))
                .isEqualTo(StepResult.done(uploaded));
        URI data = URI.create("http://images/" + image);
        Grant read = new Grant(data, "token-READ");
        assertThat(order())
                .isEqualTo(new Order.Upload(operation, image, new Grant(data, "token-WRITE"), read, "qcow2", true));
        assertThat(granted).containsExactly("WRITE " + image, "READ " + image, "revoked upload");
        granted.clear();
        reply = Reply.done(Map.of(Reply.POWER_STATE, "1"));
        assertThat(hosts.spawnFrom(new SpawningFrom(step("spawn"), LARGE, image, "raw", uploaded, null)))
                .isEqualTo(StepResult.done(new Powered(1)));
        assertThat(order()).isInstanceOfSatisfying(Order.Spawn.class, spawn -> {
            assertThat(spawn.root()).isEqualTo(new RootImage(image, read, "raw", 5, "ab", 2));
            assertThat(spawn.powerOn()).isFalse();
        });
        assertThat(granted).containsExactly("READ " + image, "revoked spawn");
    }

    @Test
    void a_host_that_fetches_is_told_what_the_image_service_says_of_the_image() {
        landed("h1");
        Hosts hosts = hosts(new Granting());
        reply = Reply.done(Map.of(Reply.POWER_STATE, "4"));
        assertThat(hosts.spawnOwn(step("spawn"), new Own(image, "qcow2", 7, Map.of("sha512", "ab")))
                        .isDone())
                .isTrue();
        Grant read = new Grant(URI.create("http://images/" + image), "token-READ");
        assertThat(order()).isInstanceOfSatisfying(Order.Spawn.class, spawn -> {
            assertThat(spawn.image()).isEqualTo(new BaseImage(image, read, "qcow2", 7, Map.of("sha512", "ab")));
            assertThat(spawn.root()).isNull();
        });
        assertThat(granted).containsExactly("READ " + image, "revoked spawn");
    }

    private String task() {
        return String.valueOf(CONTROL.cells
                .of("cell1")
                .servers()
                .find(server.server())
                .orElseThrow()
                .taskState());
    }

    /** As an operation that was let in. */
    private void admitted(UUID owner) {
        var cell = CONTROL.cells.of("cell1");
        cell.servers()
                .admit(server.server(), 1, owner, "resize_prep", cell.clock().instant());
    }

    @Test
    void what_a_record_shows_of_a_move_ends_with_its_undo() {
        landed();
        admitted(operation);
        Hosts hosts = hosts(new Granting());
        HostStep leave = step("leave");
        reply = Reply.done(Map.of(Reply.POWER_STATE, "1"));
        Receiving receiving = new Receiving(step("receive"), operation, "source", LARGE, List.of());
        Uploading uploading = new Uploading(step("upload"), operation, image, List.of());

        hosts.leave(leave, List.of());
        assertThat(task()).isEqualTo("resize_migrating");
        hosts.upload(uploading);
        assertThat(task()).isEqualTo("resize_migrated");
        hosts.receive(receiving);
        assertThat(task()).isEqualTo("resize_finish");
        hosts.leave(leave, List.of());
        assertThat(task()).as("after a late repeat").isEqualTo("resize_finish");

        reply = Reply.undone();
        hosts.unleave(leave);
        assertThat(task()).isEqualTo("resize_prep");
        reply = Reply.done(Map.of(Reply.POWER_STATE, "1"));
        hosts.leave(leave, List.of());
        hosts.upload(uploading);
        hosts.receive(receiving);
        assertThat(task()).as("after late repeats of what was undone").isEqualTo("resize_prep");
    }

    @Test
    void a_move_shows_nothing_on_a_record_that_is_anothers_by_now() {
        landed();
        admitted(UUID.randomUUID());
        Hosts hosts = hosts(Grants.NONE);
        hosts.leave(step("leave"), List.of());
        hosts.receive(new Receiving(step("receive"), operation, "source", LARGE, List.of()));
        hosts.unleave(step("leave"));
        assertThat(task()).isEqualTo("resize_prep");
    }

    @Test
    void without_an_image_service_it_is_refused() {
        Hosts hosts = hosts(Grants.NONE);
        assertThat(hosts.upload(new Uploading(step("upload"), operation, image, List.of()))
                        .failure())
                .isEqualTo(Failure.UPLOAD_REFUSED.type());
        assertThat(told).isEmpty();
    }

    /** With a host that has these, and has others too. */
    private void has(List<GuestFact> guests, List<KeptFact> kept) {
        UUID before = new UUID(0, 1);
        bus.connect("h1").subscribe(Subjects.questions("h1"), message -> {
            GuestsQuestion question = Wire.decode(message.payload(), GuestsQuestion.class);
            boolean about = String.valueOf(question.after()).compareTo(before.toString()) > 0;
            message.respond(Wire.encode(new GuestsAnswer("h1", before, guests, about ? kept : List.of(), true)));
        });
    }

    @Test
    void a_host_is_asked_whether_it_can_bring_back_what_it_keeps() {
        has(List.of(), List.of(new KeptFact(server.server(), image, true)));
        Hosts hosts = hosts(Grants.NONE);
        assertThat(hosts.keeps(step("restore"), image)).isEqualTo(StepResult.done(new Keeps(image)));
        assertThat(hosts.keeps(step("restore"), operation))
                .isEqualTo(StepResult.refused(
                        Failure.KEPT_NOT_FOUND,
                        "The host keeps nothing of instance " + server.server() + " for operation " + operation
                                + ".\nHost 'h1'"));
        assertThat(told).as("nothing is changed by it").isEmpty();
    }

    @Test
    void a_host_that_has_the_guest_may_have_brought_it_back() {
        has(List.of(new GuestFact(server.server(), 1L, PowerState.RUNNING, null)), List.of());
        assertThat(hosts(Grants.NONE).keeps(step("restore"), image).isDone()).isTrue();
    }
}
