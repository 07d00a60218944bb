package io.cellplane.api.servers.create;

import io.cellplane.api.group.ServerGroups;
import io.cellplane.api.servers.ServerAccess;
import io.cellplane.api.servers.Starts;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.fault.FaultPoints;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Start;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.EncryptionContext;
import io.cellplane.db.Json;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.BuildRequestRow;
import io.cellplane.db.control.LimitSource;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationDataRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.Quota;
import io.cellplane.db.control.RequestSpecRow;
import io.cellplane.db.control.Requester;
import io.cellplane.db.lane.Admissions;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.lane.Lanes.Entered;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Accepts creates and deletes: rows in one transaction, then the workflows. What is accepted is never taken back, so it
 * does not matter whether Temporal or a cell answers.
 */
@Singleton
public final class Admission {
    /** So many servers' rows are in memory at a time. */
    private static final int AT_ONCE = 50;

    private final ApiDatabase api;
    private final Secrets secrets;
    private final Starts starts;
    private final Patience patience;
    private final LimitSource limits;
    private final ServerGroups groups;
    private final Lanes lanes;
    private final Admissions admissions;

    public Admission(
            ApiDatabase api,
            CellDatabases cells,
            Secrets secrets,
            Starts starts,
            Patience patience,
            LimitSource limits,
            ServerGroups groups) {
        this.api = api;
        this.secrets = secrets;
        this.starts = starts;
        this.patience = patience;
        this.limits = limits;
        this.groups = groups;
        this.lanes = new Lanes(api);
        this.admissions = new Admissions(api, cells);
    }

    /** The time as rows keep it. */
    public Instant now() {
        return api.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Accepts as many of the servers as the quota lets in.
     *
     * @return those accepted, at least {@code creation.least()}
     * @throws Refused 403 when the quota does not let in even those, or their group; 400 when that is gone; nothing is left
     *     behind
     */
    public List<RequestedServer> create(Creation creation) {
        // A look that holds nothing: what is refused by it costs no row. The transaction then decides.
        int fitting = fitting(
                creation,
                api.quota()
                        .look(
                                creation.project(),
                                creation.user(),
                                creation.flavor(),
                                creation.most(),
                                creation.limits()));
        while (true) {
            List<RequestedServer> servers = creation.servers(fitting);
            try {
                FaultPoints.before("boot.admit");
                List<Start> accepted = accept(creation, servers);
                FaultPoints.after("boot.admit");
                starts.start(accepted);
                return servers;
            } catch (Shrunk shrunk) {
                fitting = shrunk.servers;
            }
        }
    }

    /** @throws Refused 403 when fewer fit than will do */
    private int fitting(Creation creation, Quota.Taken room) {
        int least = Math.max(1, creation.least());
        if (room.servers() < least) {
            throw QuotaWords.exceeded(
                    least,
                    (long) least * creation.flavor().vcpus(),
                    (long) least * creation.flavor().memoryMb(),
                    room.levels());
        }
        return room.servers();
    }

    /** Fewer fit than were tried: the transaction is rolled back and tried with those. */
    private static final class Shrunk extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int servers;

        Shrunk(int servers) {
            super(null, null, false, false);
            this.servers = servers;
        }
    }

    private List<Start> accept(Creation creation, List<RequestedServer> servers) {
        Instant now = now();
        List<OperationRow> operations = servers.stream()
                .map(server -> OperationRow.asked(
                                Kind.BOOT,
                                server.uuid(),
                                new Requester(
                                        server.projectId(),
                                        server.userId(),
                                        server.requestId(),
                                        creation.globalRequestId()),
                                "{}",
                                api.clock(),
                                patience)
                        .inState(OperationState.ACCEPTED))
                .toList();
        List<UUID> uuids = servers.stream().map(RequestedServer::uuid).toList();
        LimitSource known = limits.ahead(creation.project(), creation.user());
        api.database().run(() -> {
            if (creation.group() != null) {
                groups.join(creation.group(), creation.project(), creation.user(), uuids, creation.forced(), known);
            }
            api.ec2Ids().mintNames(madeFrom(servers.getFirst()));
            for (int from = 0; from < servers.size(); from += AT_ONCE) {
                int to = Math.min(from + AT_ONCE, servers.size());
                insert(creation, servers.subList(from, to), operations.subList(from, to), now);
            }
            // Last, since it holds the project's row until the end.
            Quota.Taken taken = api.quota()
                    .take(creation.project(), creation.user(), creation.flavor(), uuids, creation.least(), known);
            int fitting = fitting(creation, taken);
            if (fitting < servers.size()) {
                throw new Shrunk(fitting);
            }
        });
        // What users write stays out of it: it is rendered where administrators look.
        String summary = "boot (" + creation.flavor().name() + ")";
        return operations.stream().map(row -> row.start().saying(summary)).toList();
    }

    /** Image, kernel and ramdisk, where there are any. */
    private static List<String> madeFrom(RequestedServer server) {
        return Stream.of(server.imageId(), server.kernel(), server.ramdisk())
                .filter(Objects::nonNull)
                .toList();
    }

    private void insert(Creation creation, List<RequestedServer> servers, List<OperationRow> operations, Instant now) {
        api.mappings()
                .saveAll(servers.stream()
                        .map(server -> new MappingRow(
                                server.uuid(),
                                null,
                                1,
                                null,
                                server.projectId(),
                                server.userId(),
                                false,
                                server.createdAt(),
                                server.createdAt(),
                                null))
                        .toList());
        api.ec2Ids().mint(servers.stream().map(RequestedServer::uuid).toList());
        List<BuildRequestRow> requests =
                servers.stream().map(BuildRequestRow::of).toList();
        api.buildRequests().saveAll(requests);
        api.requestSpecs()
                .saveAll(requests.stream()
                        .map(request -> new RequestSpecRow(request.uuid(), request.body(), now))
                        .toList());
        lanes.open(operations);
        List<OperationDataRow> data = new ArrayList<>();
        byte[] bytes = creation.userData() == null ? null : creation.userData().getBytes(StandardCharsets.US_ASCII);
        for (OperationRow row : operations) {
            if (bytes != null) {
                data.add(new OperationDataRow(row.id(), OperationDataRow.USER_DATA, bytes));
            }
            if (!creation.files().isEmpty()) {
                byte[] files = Json.write(creation.files()).getBytes(StandardCharsets.UTF_8);
                data.add(new OperationDataRow(row.id(), OperationDataRow.FILES, files));
            }
            if (creation.adminPassword() != null) {
                byte[] secret = secrets.encrypt(
                        creation.adminPassword(),
                        EncryptionContext.server(row.server(), OperationDataRow.ADMIN_PASSWORD));
                data.add(new OperationDataRow(row.id(), OperationDataRow.ADMIN_PASSWORD, secret));
            }
        }
        if (!data.isEmpty()) {
            api.operationData().saveAll(data);
        }
    }

    /**
     * Accepts the deletion of a server, over whatever is being done to it.
     *
     * @throws Refused 404 when it is gone
     */
    public void delete(UUID server, Requester requester) {
        OperationRow delete = OperationRow.asked(Kind.DELETE, server, requester, "{}", api.clock(), patience);
        FaultPoints.before("delete.admit");
        Entered entered = admissions.delete(delete);
        FaultPoints.after("delete.admit");
        switch (entered) {
            case Entered.Now now -> starts.start(List.of(now.operation().start()));
            case Entered.After after ->
                starts.nudge(server, after.before().what(), after.before().id());
            case Entered.Busy _ -> {}
            case Entered.Gone _ -> throw ServerAccess.unknown(server.toString());
        }
    }
}
