package io.cellplane.activities.cell.records;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.Ec2Ids;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.Json;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.cell.FileRow;
import io.cellplane.db.cell.MetadataRow;
import io.cellplane.db.cell.SecretRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.cell.TagRow;
import io.cellplane.db.cell.VirtualInterfaceRow;
import io.cellplane.db.control.OperationDataRow;
import io.cellplane.temporal.step.Placed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes a server's record for the first time, with all that hangs from it, in the transaction of the caller. */
final class NewRecord {
    private final CellDatabase cell;

    NewRecord(CellDatabase cell) {
        this.cell = cell;
    }

    /**
     * @param place where it is to be built; null for a server that comes in ERROR
     * @param ec2 null for one that was accepted before there were any
     */
    void write(
            Step step,
            RequestedServer server,
            List<OperationDataRow> data,
            @Nullable Placed place,
            List<BoundPort> ports,
            @Nullable Ec2Ids ec2,
            Instant now) {
        ServerRow.Place at =
                place == null ? null : new ServerRow.Place(place.host(), place.availabilityZone(), place.generation());
        cell.servers().save(ServerRow.of(server, at, step.operation(), userData(data), now));
        cell.extras()
                .save(new ExtraRow(
                        server.uuid(),
                        Json.write(server.flavor()),
                        keypair(server),
                        Json.write(server.securityGroups()),
                        null,
                        Json.write(server.imageProperties()),
                        ec2 == null ? null : Json.write(ec2),
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
        data.stream()
                .filter(item -> item.name().equals(OperationDataRow.FILES) && place != null)
                .forEach(item -> cell.files().saveAll(files(server.uuid(), item)));
        cards(server.uuid(), ports, now);
    }

    private static List<FileRow> files(UUID server, OperationDataRow item) {
        String json = new String(item.value(), StandardCharsets.UTF_8);
        return Json.read(json, new TypeReference<Map<String, String>>() {}).entrySet().stream()
                .map(file -> new FileRow(server, file.getKey(), file.getValue()))
                .toList();
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
