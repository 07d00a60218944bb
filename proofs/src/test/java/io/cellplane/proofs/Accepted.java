package io.cellplane.proofs;

import io.cellplane.contracts.operation.EndArguments;
import io.cellplane.contracts.operation.InterfaceArguments;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.MoveArguments;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.ResetArguments;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.RequestedNetwork;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.EncryptionContext;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationDataRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Admissions;
import io.cellplane.db.lane.Admissions.Outcome;
import io.cellplane.db.lane.Asked;
import io.cellplane.db.lane.Lanes.Entered;
import io.cellplane.db.lane.Resets;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.db.testing.TestRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accepts creates and deletes as the API does: rows in one transaction, then the workflow. */
final class Accepted {
    static final String USER = "0123456789abcdef0123456789abcdef";
    static final FlavorSpec BIG = new FlavorSpec("2", "big", 2, 128, 2, 0, 0, 1, null, Map.of());
    static final FlavorSpec SMALL = new FlavorSpec("1", "small", 1, 64, 1, 0, 0, 1, null, Map.of());

    private final World world;

    Accepted(World world) {
        this.world = world;
    }

    RequestedServer server(FlavorSpec flavor, @Nullable UUID network) {
        return TestRequest.server()
                .by(world.services.project, USER, "req-" + UUID.randomUUID())
                .name("server-" + UUID.randomUUID())
                .flavor(flavor)
                .image(null, Map.of())
                .metadata(Map.of("colour", "blue"), List.of("a-tag"))
                .networks(network == null ? List.of() : List.of(new RequestedNetwork(network, null, null, null)))
                .at(now())
                .build();
    }

    RequestedServer small() {
        return server(SMALL, world.services.privateNetwork);
    }

    /** @return the operation, whose workflow is started */
    OperationRow boot(RequestedServer server) {
        return boot(server, null, null);
    }

    OperationRow boot(RequestedServer server, @Nullable String userData, @Nullable String password) {
        OperationRow operation = accept(server, userData, password);
        world.temporal().start(operation.start());
        return operation;
    }

    OperationRow accept(RequestedServer server, @Nullable String userData, @Nullable String password) {
        OperationRow operation = operation(server.uuid(), Kind.BOOT, server.requestId());
        world.control.accept(server, operation);
        if (userData != null) {
            data(operation, OperationDataRow.USER_DATA, userData.getBytes(StandardCharsets.US_ASCII));
        }
        if (password != null) {
            String name = OperationDataRow.ADMIN_PASSWORD;
            data(operation, name, world.secrets.encrypt(password, EncryptionContext.server(server.uuid(), name)));
        }
        return operation;
    }

    private void data(OperationRow operation, String name, byte[] value) {
        world.api.operationData().saveAll(List.of(new OperationDataRow(operation.id(), name, value)));
    }

    /** Lets an action in as the API does, and starts it. */
    OperationRow act(UUID server, Kind kind, Object arguments, @Nullable UUID decides) {
        MappingRow at = world.api.mappings().find(server).orElseThrow();
        OperationRow row = operation(server, kind, "req-" + UUID.randomUUID(), OperationState.ADMITTING, arguments);
        Outcome outcome = new Admissions(world.api, world.cells).admit(new Asked(row, at, false, decides, null, null));
        if (!(outcome instanceof Outcome.Accepted)) {
            throw new IllegalStateException(kind + " of " + server + " was not let in: " + outcome);
        }
        world.temporal().start(row.start());
        return row;
    }

    /** What is asked of a server without saying more than that. */
    OperationRow ask(UUID server, Kind kind) {
        return switch (kind) {
            case CONFIRM -> confirm(server);
            case REVERT -> revert(server);
            case ATTACH_INTERFACE -> attach(server);
            case DETACH_INTERFACE -> detach(server);
            default -> act(server, kind, Map.of(), null);
        };
    }

    /** To a flavor of another size, on another host. */
    OperationRow resize(UUID server, FlavorSpec flavor, boolean acrossCells) {
        return act(server, Kind.RESIZE, new MoveArguments(flavor, null, acrossCells, false), null);
    }

    OperationRow migrate(UUID server, boolean acrossCells) {
        return act(server, Kind.MIGRATE, new MoveArguments(SMALL, null, acrossCells, false), null);
    }

    /** One more card in the network that every server has one in. */
    OperationRow attach(UUID server) {
        return act(
                server,
                Kind.ATTACH_INTERFACE,
                new InterfaceArguments(world.services.privateNetwork, null, null, "second"),
                null);
    }

    /** The first card that its record has. */
    OperationRow detach(UUID server) {
        return act(
                server,
                Kind.DETACH_INTERFACE,
                InterfaceArguments.ofPort(world.cards(server).getFirst().portId()),
                null);
    }

    OperationRow confirm(UUID server) {
        UUID move = world.api.operations().toVerify(server).orElseThrow().id();
        return act(server, Kind.CONFIRM, new EndArguments(move), move);
    }

    OperationRow revert(UUID server) {
        UUID move = world.api.operations().toVerify(server).orElseThrow().id();
        return act(server, Kind.REVERT, new EndArguments(move), move);
    }

    /** As {@code os-resetState} does. */
    void reset(UUID server, String vmState) {
        MappingRow at = world.api.mappings().find(server).orElseThrow();
        OperationRow row = operation(
                server, Kind.RESET, "req-" + UUID.randomUUID(), OperationState.ADMITTING, new ResetArguments(vmState));
        switch (new Resets(world.api, world.cells).reset(row, at, vmState)) {
            case Resets.Outcome.Accepted let ->
                world.temporal().start(let.operation().start());
            case Resets.Outcome.Waiting waits ->
                world.temporal()
                        .nudge(server, waits.before().what(), waits.before().id());
            default -> {}
        }
    }

    Entered delete(UUID server) {
        OperationRow delete = operation(server, Kind.DELETE, "req-" + UUID.randomUUID());
        Entered entered = new Admissions(world.api, world.cells).delete(delete);
        switch (entered) {
            case Entered.Now now -> world.temporal().start(now.operation().start());
            case Entered.After after ->
                world.temporal()
                        .nudge(server, after.before().what(), after.before().id());
            case Entered.Busy _, Entered.Gone _ -> {}
        }
        return entered;
    }

    private OperationRow operation(UUID server, Kind kind, String request) {
        return operation(server, kind, request, OperationState.ACCEPTED, Map.of());
    }

    private OperationRow operation(UUID server, Kind kind, String request, String state, Object arguments) {
        return TestOperation.of(server, kind, state)
                .by(world.services.project, USER)
                .request(request)
                .arguments(arguments)
                .at(now())
                .dueIn(world.patience.deadlines().boot())
                .row();
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
