package io.cellplane.activities.cell.records;

import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.TaskState;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.Json;
import io.cellplane.db.api.OperationDataRow;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.cell.MetadataRow;
import io.cellplane.db.cell.SecretRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.cell.TagRow;
import io.cellplane.db.cell.VirtualInterfaceRow;
import io.cellplane.operations.Placed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes a server's record for the first time, with all that hangs from it, in the transaction of the caller. */
final class NewRecord {
    private final CellDatabase cell;

    NewRecord(CellDatabase cell) {
        this.cell = cell;
    }

    /** @param place where it is to be built; null for a server that comes in ERROR */
    void write(
            Step step,
            RequestedServer server,
            List<OperationDataRow> data,
            @Nullable Placed place,
            List<BoundPort> ports,
            Instant now) {
        cell.servers().save(record(step, server, userData(data), place, now));
        cell.extras()
                .save(new ExtraRow(
                        server.uuid(),
                        Json.write(server.flavor()),
                        keypair(server),
                        Json.write(server.securityGroups()),
                        null));
        if (!server.metadata().isEmpty()) {
            cell.metadata()
                    .saveAll(server.metadata().entrySet().stream()
                            .map(pair -> new MetadataRow(server.uuid(), pair.getKey(), pair.getValue()))
                            .toList());
        }
        if (!server.tags().isEmpty()) {
            cell.tags()
                    .saveAll(server.tags().stream()
                            .distinct()
                            .map(tag -> new TagRow(server.uuid(), tag))
                            .toList());
        }
        data.stream()
                .filter(item -> item.name().equals(OperationDataRow.ADMIN_PASSWORD) && place != null)
                .forEach(item ->
                        cell.secrets().saveAll(List.of(new SecretRow(server.uuid(), item.name(), item.value()))));
        cards(server.uuid(), ports, now);
    }

    /** The network cards, replaced as a whole: an attempt on another host has other ports. */
    void cards(UUID server, List<BoundPort> ports, Instant now) {
        cell.infoCaches().put(server, Json.write(ports), now);
        cell.virtualInterfaces().clear(server);
        if (!ports.isEmpty()) {
            cell.virtualInterfaces()
                    .saveAll(ports.stream()
                            .map(port -> new VirtualInterfaceRow(
                                    port.portId(), port.macAddress(), port.networkId(), server, port.tag()))
                            .toList());
        }
    }

    private static ServerRow record(
            Step step, RequestedServer server, @Nullable String userData, @Nullable Placed place, Instant now) {
        String host = place == null ? null : place.host();
        return new ServerRow(
                null,
                server.uuid(),
                place == null ? 1 : place.generation(),
                null,
                step.operation(),
                server.projectId(),
                server.userId(),
                server.imageId(),
                null,
                null,
                server.hostname(),
                server.name(),
                server.description(),
                server.launchIndex(),
                server.keyName(),
                server.publicKey(),
                0,
                null,
                0,
                VmState.BUILDING,
                place == null ? TaskState.SCHEDULING : TaskState.SPAWNING,
                server.flavor().memoryMb(),
                server.flavor().vcpus(),
                server.flavor().rootGb(),
                server.flavor().ephemeralGb(),
                server.flavor().flavorid(),
                host,
                host,
                host,
                place == null ? server.availabilityZone() : place.availabilityZone(),
                userData,
                server.reservationId(),
                null,
                null,
                false,
                null,
                null,
                server.imageProperties().get("os_type"),
                server.imageProperties().get("architecture"),
                server.imageProperties().get("vm_mode"),
                "/dev/vda",
                server.configDrive(),
                server.accessIpV4(),
                server.accessIpV6(),
                server.autoDiskConfig(),
                0,
                server.createdAt(),
                now,
                null,
                false);
    }

    private static @Nullable String keypair(RequestedServer server) {
        return server.keyName() == null
                ? null
                : Json.write(List.of(
                        server.keyName(), String.valueOf(server.keyType()), String.valueOf(server.publicKey())));
    }

    private static @Nullable String userData(List<OperationDataRow> data) {
        return data.stream()
                .filter(item -> item.name().equals(OperationDataRow.USER_DATA))
                .findFirst()
                .map(item -> new String(item.value(), StandardCharsets.UTF_8))
                .orElse(null);
    }
}
