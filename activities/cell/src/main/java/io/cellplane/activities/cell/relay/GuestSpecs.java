package io.cellplane.activities.cell.relay;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cellplane.contracts.host.GuestLaunch;
import io.cellplane.contracts.host.GuestLaunch.InjectedFile;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.EncryptionContext;
import io.cellplane.db.Json;
import io.cellplane.db.Secrets;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.cell.InfoCacheRow;
import io.cellplane.db.cell.MetadataRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.OperationDataRow;
import io.cellplane.temporal.step.Hosts.HostStep;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fills a command in from the cell's rows, secrets included: they go to the host and nowhere else. */
final class GuestSpecs {
    private final Secrets secrets;

    GuestSpecs(Secrets secrets) {
        this.secrets = secrets;
    }

    /** @return empty when the record is not (or no longer) to be on that host: a late command must not be sent */
    Optional<GuestSpec> of(CellDatabase cell, HostStep step) {
        return cell.database()
                .read(() -> cell.servers()
                        .find(step.server())
                        .filter(row ->
                                current(row, step.generation()) && step.host().equals(row.host()))
                        .map(row -> {
                            Optional<ExtraRow> extra = cell.extras().find(row.uuid());
                            return spec(cell, row, extra, flavor(extra), ports(cell, row, step.host()));
                        }));
    }

    /**
     * With another flavor than the record's, whichever host the record names: while a server moves it is not yet there.
     *
     * @param bound its ports as they are bound on the host; null: as the record has them
     * @return empty when the record is not (or no longer) at that place
     */
    Optional<GuestSpec> with(CellDatabase cell, HostStep step, FlavorSpec flavor, @Nullable List<BoundPort> bound) {
        return cell.database()
                .read(() -> cell.servers()
                        .find(step.server())
                        .filter(row -> current(row, step.generation()))
                        .map(row -> spec(
                                cell,
                                row,
                                cell.extras().find(row.uuid()),
                                flavor,
                                bound == null ? ports(cell, row, step.host()) : ports(bound, step.host()))));
    }

    private static boolean current(ServerRow row, long generation) {
        return !row.deleted() && row.generation() == generation;
    }

    private static FlavorSpec flavor(Optional<ExtraRow> extra) {
        return extra.map(ExtraRow::flavor)
                .map(json -> Json.read(json, FlavorSpec.class))
                .orElseThrow();
    }

    private static Map<String, String> imageProperties(Optional<ExtraRow> extra) {
        return extra.map(ExtraRow::imageProperties)
                .map(json -> Json.read(json, new TypeReference<Map<String, String>>() {}))
                .orElse(Map.of());
    }

    private GuestSpec spec(
            CellDatabase cell, ServerRow row, Optional<ExtraRow> extra, FlavorSpec flavor, List<GuestPort> ports) {
        String password = cell.secrets().of(row.uuid()).stream()
                .filter(secret -> secret.name().equals(OperationDataRow.ADMIN_PASSWORD))
                .findFirst()
                .map(secret -> secrets.decrypt(
                        secret.value(), EncryptionContext.server(row.uuid(), OperationDataRow.ADMIN_PASSWORD)))
                .orElse(null);
        return new GuestSpec(
                row.uuid(),
                row.displayName(),
                row.hostname(),
                row.projectId(),
                flavor.vcpus(),
                flavor.memoryMb(),
                flavor.rootGb(),
                flavor.ephemeralGb(),
                flavor.swapMb(),
                row.imageRef(),
                imageProperties(extra),
                ports,
                cell.metadata().of(row.uuid()).stream()
                        .collect(Collectors.toMap(MetadataRow::name, MetadataRow::value)),
                row.keyName(),
                row.keyData(),
                row.userData(),
                password,
                row.configDrive(),
                launch(cell, row, flavor));
    }

    /** Files go to hosts only with what they are to be read from. */
    private static GuestLaunch launch(CellDatabase cell, ServerRow row, FlavorSpec flavor) {
        List<InjectedFile> files = row.configDrive()
                ? cell.files().of(row.uuid()).stream()
                        .map(file -> new InjectedFile(file.path(), file.contents()))
                        .toList()
                : List.of();
        return new GuestLaunch(
                row.launchIndex(),
                row.reservationId(),
                row.availabilityZone(),
                flavor.name(),
                files,
                flavor.extraSpecs());
    }

    private static List<GuestPort> ports(CellDatabase cell, ServerRow row, String host) {
        return cell.infoCaches()
                .find(row.uuid())
                .map(InfoCacheRow::networkInfo)
                .map(json -> Json.read(json, new TypeReference<List<BoundPort>>() {}))
                .map(ports -> ports(ports, host))
                .orElse(List.of());
    }

    private static List<GuestPort> ports(List<BoundPort> ports, String host) {
        return ports.stream().map(port -> port(port, host)).toList();
    }

    /** A card as that host is told of it. */
    static GuestPort port(BoundPort port, String host) {
        return new GuestPort(
                port.portId(),
                port.networkId(),
                port.macAddress(),
                port.addresses().stream().map(BoundPort.Address::address).toList(),
                port.bindingOn(host),
                port.mtu(),
                port.subnets());
    }
}
