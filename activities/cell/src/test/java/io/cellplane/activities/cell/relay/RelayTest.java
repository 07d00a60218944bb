package io.cellplane.activities.cell.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.activities.cell.Boots;
import io.cellplane.activities.cell.records.SqlRecords;
import io.cellplane.bus.Bus;
import io.cellplane.bus.InProcessBus;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.Grant;
import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.host.GuestsAnswer;
import io.cellplane.contracts.host.GuestsQuestion;
import io.cellplane.contracts.host.KeptFact;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.RootImage;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.host.Verb;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.ImageAccess;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.db.EncryptionContext;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.OperationDataRow;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.temporal.client.Payloads;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Hosts.HostStep;
import io.cellplane.temporal.step.Hosts.Keeps;
import io.cellplane.temporal.step.Hosts.Left;
import io.cellplane.temporal.step.Hosts.Powered;
import io.cellplane.temporal.step.Hosts.Receiving;
import io.cellplane.temporal.step.Hosts.SpawningFrom;
import io.cellplane.temporal.step.Hosts.Uploaded;
import io.cellplane.temporal.step.Hosts.Uploading;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Records.Landing;
import io.cellplane.testing.HandClock;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host is told for each activity, and what is made of its answer. */
class RelayTest {
    private static final HandClock CLOCK = new HandClock();
    private static final TestControlLevel CONTROL = new TestControlLevel("relay", CLOCK, "cell1");
    private static final Secrets SECRETS = new Secrets(new byte[32]);
    private static final Bus NOBODY = new InProcessBus().connect("relay");
    private static final FlavorSpec LARGE = new FlavorSpec("f2", "large", 4, 2048, 20, 1, 0, 1, null, Map.of());

    private final InProcessBus bus = new InProcessBus();
    private final List<Command> told = new CopyOnWriteArrayList<>();
    private final List<String> granted = new CopyOnWriteArrayList<>();
    private final TestActivityEnvironment environment =
            TestActivityEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setDataConverter(Payloads.converter())
                            .build())
                    .build());
    private final Accepted server = Boots.running(CONTROL, "replaced");
    private final UUID operation = UUID.randomUUID();
    private final UUID image = UUID.randomUUID();
    private final BoundPort port =
            new BoundPort(UUID.randomUUID(), UUID.randomUUID(), "private", "fa:16", List.of(), null, true);
    private volatile Reply reply = Reply.done(Map.of(Reply.POWER_STATE, "1"));

    private final class Granting implements Grants {
        @Override
        public Grant grant(Step step, UUID which, ImageAccess access, Duration life) {
            granted.add(access + " " + which);
            return new Grant(URI.create("http://images/" + which), "token-" + access);
        }

        @Override
        public void revoke(Step step) {
            granted.add("revoked " + step.name());
        }
    }

    private Hosts hosts(Grants grants, Bus connection) {
        environment.registerActivitiesImplementations(
                new Relay(CONTROL.cells, cell -> connection, SECRETS, grants, Patience.hasty()));
        return environment.newActivityStub(Hosts.class);
    }

    /** With a host that answers everything in the same way. */
    private Hosts hosts(Grants grants) {
        bus.connect("h1").subscribe(Subjects.commands("h1"), message -> {
            told.add(Wire.decode(message.payload(), Command.class));
            message.respond(Wire.encode(reply));
        });
        return hosts(grants, bus.connect("relay"));
    }

    private HostStep step(String name) {
        return at(1, name);
    }

    private HostStep at(long generation, String name) {
        return new HostStep(
                new Step(operation, name, 3),
                server.server(),
                "cell1",
                "h1",
                generation,
                "req-1",
                Duration.ofMillis(300),
                Duration.ofSeconds(20));
    }

    private void landed() {
        CONTROL.api.operationData().erase(server.operation());
        byte[] password = SECRETS.encrypt(
                "secret-password", EncryptionContext.server(server.server(), OperationDataRow.ADMIN_PASSWORD));
        CONTROL.api
                .operationData()
                .saveAll(List.of(new OperationDataRow(server.operation(), OperationDataRow.ADMIN_PASSWORD, password)));
        Placed place = new Placed("cell1", "source", UUID.randomUUID(), "nova", 1);
        new SqlRecords(CONTROL.api, CONTROL.cells, _ -> {})
                .land(new Landing(new Step(server.operation(), "land", 1), server.server(), place, List.of(port)));
    }

    private Order order() {
        Command command = told.getLast();
        assertThat(command.undo()).isFalse();
        assertThat(command.operation()).isEqualTo(operation);
        assertThat(command.attempt()).isEqualTo(3);
        assertThat(command.server()).isEqualTo(server.server());
        return Objects.requireNonNull(command.order());
    }

    @AfterEach
    void end() {
        environment.close();
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
        Receiving receiving = new Receiving(step("receive"), move, "source", LARGE, true, List.of());
        assertThat(hosts.receive(receiving)).isEqualTo(StepResult.done(new Powered(1)));
        assertThat(order()).isInstanceOfSatisfying(Order.Receive.class, receive -> {
            assertThat(receive.keptBy()).isEqualTo(move);
            assertThat(receive.fromHost()).isEqualTo("source");
            assertThat(receive.powerOn()).isTrue();
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
    void of_another_place_nothing_is_sent() {
        landed();
        Hosts hosts = hosts(new Granting());
        StepResult<Powered> stale = StepResult.refused(Failure.STALE, Failure.STALE.text());
        assertThat(hosts.receive(new Receiving(at(2, "receive"), operation, "source", LARGE, true, List.of())))
                .isEqualTo(stale);
        assertThat(hosts.spawnFrom(new SpawningFrom(at(2, "spawn"), LARGE, image, "raw", new Uploaded(5, "ab"), true)))
                .isEqualTo(stale);
        assertThat(told).isEmpty();
        assertThat(granted).isEmpty();
    }

    @Test
    void grants_go_to_the_host_and_end_with_the_step() {
        landed();
        Hosts hosts = hosts(new Granting());
        reply = Reply.done(Map.of(Reply.SIZE, "5", Reply.SHA512, "ab"));
        Uploaded uploaded = new Uploaded(5, "ab");
        assertThat(hosts.upload(new Uploading(step("upload"), operation, image, List.of())))
                .isEqualTo(StepResult.done(uploaded));
        URI data = URI.create("http://images/" + image);
        Grant read = new Grant(data, "token-READ");
        assertThat(order()).isEqualTo(new Order.Upload(operation, image, new Grant(data, "token-WRITE"), read));
        assertThat(granted).containsExactly("WRITE " + image, "READ " + image, "revoked upload");
        granted.clear();
        reply = Reply.done(Map.of(Reply.POWER_STATE, "1"));
        assertThat(hosts.spawnFrom(new SpawningFrom(step("spawn"), LARGE, image, "raw", uploaded, true)))
                .isEqualTo(StepResult.done(new Powered(1)));
        assertThat(order())
                .isInstanceOfSatisfying(
                        Order.Spawn.class,
                        spawn -> assertThat(spawn.root()).isEqualTo(new RootImage(image, read, "raw", 5, "ab")));
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
        Receiving receiving = new Receiving(step("receive"), operation, "source", LARGE, true, List.of());
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
        hosts.receive(new Receiving(step("receive"), operation, "source", LARGE, true, List.of()));
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

    @Test
    void a_silent_host_refuses_what_makes_truth_and_owes_what_cleans() {
        landed();
        Hosts hosts = hosts(new Granting(), NOBODY);
        assertThat(List.of(
                        hosts.change(step("start"), Power.START),
                        hosts.leave(step("leave"), List.of()),
                        hosts.receive(new Receiving(step("receive"), operation, "source", LARGE, true, List.of())),
                        hosts.upload(new Uploading(step("upload"), operation, image, List.of())),
                        hosts.keeps(step("restore"), operation),
                        hosts.setAside(step("leave")),
                        hosts.restore(step("restore"), operation, true)))
                .allSatisfy(result -> assertThat(result.failure()).isEqualTo(Failure.HOST_ABSENT.type()));
        assertThat(List.of(
                        hosts.unsetAside(step("leave")),
                        hosts.unrestore(step("restore")),
                        hosts.unupload(step("upload")),
                        hosts.unleave(step("leave")),
                        hosts.unreceive(step("receive")),
                        hosts.unchange(step("stop")),
                        hosts.discard(step("discard"), operation),
                        hosts.remove(step("remove"))))
                .containsOnly(false);
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
        assertThat(hosts.keeps(step("restore"), operation).failure()).isEqualTo(Failure.KEPT_NOT_FOUND.type());
        assertThat(told).as("nothing is changed by it").isEmpty();
    }

    @Test
    void a_host_that_has_the_guest_may_have_brought_it_back() {
        has(List.of(new GuestFact(server.server(), 1L, PowerState.RUNNING, null)), List.of());
        assertThat(hosts(Grants.NONE).keeps(step("restore"), image).isDone()).isTrue();
    }

    private HostStep hurried(String name) {
        HostStep step = step(name);
        return new HostStep(
                step.step(),
                step.server(),
                step.cell(),
                step.host(),
                step.generation(),
                step.requestId(),
                step.absent(),
                Duration.ofMillis(200));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "the disk is full")
    void a_host_that_works_for_ever_is_as_good_as_silent(@Nullable String trouble) {
        landed();
        Hosts hosts = hosts(new Granting());
        reply = Reply.trouble(trouble);
        assertThat(List.of(
                        hosts.change(hurried("start"), Power.START),
                        hosts.leave(hurried("leave"), List.of()),
                        hosts.receive(new Receiving(hurried("receive"), operation, "source", LARGE, true, List.of())),
                        hosts.restore(hurried("restore"), operation, true)))
                .allSatisfy(result -> assertThat(result.failure()).isEqualTo(Failure.HOST_ABSENT.type()));
        assertThat(List.of(hosts.unleave(hurried("leave")), hosts.remove(hurried("remove"))))
                .containsOnly(false);
    }

    @Test
    void how_long_a_host_took_counts_over_all_attempts() {
        Hosts hosts = hosts(Grants.NONE);
        reply = Reply.running();
        environment.setHeartbeatDetails(Duration.ofHours(1).toMillis());
        StepResult<Powered> absent = hosts.change(step("start"), Power.START);
        assertThat(absent.failure()).isEqualTo(Failure.HOST_ABSENT.type());
        assertThat(String.valueOf(absent.message()).lines().toList())
                .containsExactly("The server's host did not take the command.", "Host 'h1'");
        assertThat(told).as("it is asked once more what became of it").hasSize(1);
    }

    @Test
    void trouble_cleans_nothing() {
        Hosts hosts = hosts(Grants.NONE);
        reply = Reply.trouble("the disk is full");
        assertThat(List.of(
                        hosts.unspawn(step("spawn")),
                        hosts.discard(step("discard"), operation),
                        hosts.destroy(step("destroy")),
                        hosts.remove(step("remove"))))
                .containsOnly(false);
    }

    @Test
    void a_refusal_cleans_only_where_something_newer_is() {
        Hosts hosts = hosts(Grants.NONE);
        reply = Reply.refused(Failure.SPAWN_REFUSED.type(), "not understood");
        assertThat(List.of(hosts.discard(step("discard"), operation), hosts.remove(step("remove"))))
                .containsOnly(false);
        reply = Reply.refused(Failure.STALE.type(), Failure.STALE.text());
        assertThat(List.of(hosts.unspawn(step("spawn")), hosts.remove(step("remove"))))
                .containsOnly(true);
    }

    @Test
    void after_trouble_a_host_is_told_what_is_granted_then() {
        landed();
        Map<ImageAccess, Integer> times = new ConcurrentHashMap<>();
        Hosts hosts = hosts(new Grants() {
            @Override
            public Grant grant(Step step, UUID which, ImageAccess access, Duration life) {
                return new Grant(
                        URI.create("http://images/" + which), access + " " + times.merge(access, 1, Integer::sum));
            }

            @Override
            public void revoke(Step step) {}
        });
        reply = Reply.trouble("the image store answers 401");
        hosts.upload(new Uploading(hurried("upload"), operation, image, List.of()));
        assertThat(told.stream()
                        .map(command -> ((Order.Upload) Objects.requireNonNull(command.order()))
                                .write()
                                .token()))
                .startsWith("WRITE 1", "WRITE 2")
                .doesNotHaveDuplicates();
    }
}
