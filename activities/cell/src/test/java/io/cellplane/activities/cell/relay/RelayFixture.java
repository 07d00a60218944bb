package io.cellplane.activities.cell.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.activities.cell.Boots;
import io.cellplane.activities.cell.records.SqlRecords;
import io.cellplane.bus.Bus;
import io.cellplane.bus.InProcessBus;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.Grant;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.ImageAccess;
import io.cellplane.db.EncryptionContext;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.OperationDataRow;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.temporal.client.Payloads;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Hosts.HostStep;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Records.Landing;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

/** A relay, and a host that answers everything in the same way. */
abstract class RelayFixture {
    static final Secrets SECRETS = new Secrets(new byte[32]);
    static final Bus NOBODY = new InProcessBus().connect("relay");
    static final FlavorSpec LARGE = new FlavorSpec("f2", "large", 4, 2048, 20, 1, 0, 1, null, Map.of());

    final TestControlLevel control;
    final InProcessBus bus = new InProcessBus();
    final List<Command> told = new CopyOnWriteArrayList<>();
    final List<String> granted = new CopyOnWriteArrayList<>();
    final TestActivityEnvironment environment = TestActivityEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                    .setDataConverter(Payloads.converter())
                    .build())
            .build());
    final Accepted server;
    final UUID operation = UUID.randomUUID();
    final UUID image = UUID.randomUUID();
    final BoundPort port =
            new BoundPort(UUID.randomUUID(), UUID.randomUUID(), "private", "fa:16", List.of(), null, true);
    volatile Reply reply = Reply.done(Map.of(Reply.POWER_STATE, "1"));

    RelayFixture(TestControlLevel control) {
        this.control = control;
        this.server = Boots.running(control, "replaced");
    }

    final class Granting implements Grants {
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

    Hosts hosts(Grants grants, Bus connection) {
        return hosts(grants, connection, new HostSlots());
    }

    private Hosts hosts(Grants grants, Bus connection, HostSlots slots) {
        environment.registerActivitiesImplementations(new Relay(
                control.cells,
                cell -> connection,
                SECRETS,
                grants,
                new CopyKeys(control.api, SECRETS),
                Patience.hasty(),
                slots));
        return environment.newActivityStub(Hosts.class);
    }

    /** With a host that answers everything in the same way. */
    Hosts hosts(Grants grants) {
        return hosts(grants, new HostSlots());
    }

    Hosts hosts(Grants grants, HostSlots slots) {
        bus.connect("h1").subscribe(Subjects.commands("h1"), message -> {
            told.add(Wire.decode(message.payload(), Command.class));
            message.respond(Wire.encode(reply));
        });
        return hosts(grants, bus.connect("relay"), slots);
    }

    HostStep step(String name) {
        return at(1, name);
    }

    HostStep at(long generation, String name) {
        return new HostStep(
                new Step(operation, name, 3),
                server.server(),
                "cell1",
                "h1",
                generation,
                7,
                "req-1",
                Duration.ofMillis(300),
                Duration.ofSeconds(20));
    }

    void landed() {
        landed("source");
    }

    void landed(String host) {
        landed(host, port);
    }

    void landed(String host, BoundPort card) {
        control.api.operationData().erase(server.operation());
        byte[] password = SECRETS.encrypt(
                "secret-password", EncryptionContext.server(server.server(), OperationDataRow.ADMIN_PASSWORD));
        control.api
                .operationData()
                .saveAll(List.of(new OperationDataRow(server.operation(), OperationDataRow.ADMIN_PASSWORD, password)));
        Placed place = new Placed("cell1", host, UUID.randomUUID(), "nova", 1, 1);
        new SqlRecords(control.api, control.cells, _ -> {})
                .land(new Landing(new Step(server.operation(), "land", 1), server.server(), place, List.of(card)));
    }

    Order order() {
        Command command = told.getLast();
        assertThat(command.undo()).isFalse();
        assertThat(command.operation()).isEqualTo(operation);
        assertThat(command.attempt()).isEqualTo(3);
        assertThat(command.placing()).isEqualTo(7);
        assertThat(command.server()).isEqualTo(server.server());
        return Objects.requireNonNull(command.order());
    }

    @AfterEach
    void end() {
        environment.close();
    }
}
