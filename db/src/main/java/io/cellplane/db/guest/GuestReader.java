package io.cellplane.db.guest;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cellplane.contracts.host.GuestLaunch;
import io.cellplane.contracts.host.GuestLaunch.InjectedFile;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.GuestTold;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.Ec2Ids;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.Json;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.cell.InfoCacheRow;
import io.cellplane.db.cell.MetadataRow;
import io.cellplane.db.cell.ServerRow;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a guest from its cell's rows, inside a transaction of the caller. */
public final class GuestReader {
    private static final int KEY_TYPE = 1;

    private final CellDatabase cell;

    public GuestReader(CellDatabase cell) {
        this.cell = cell;
    }

    /**
     * @param extra what hangs from it, with its flavor
     * @param password of its administrator, for whoever may have it
     * @param files whether those that were asked for are read too
     */
    public GuestSpec read(
            ServerRow row,
            ExtraRow extra,
            FlavorSpec flavor,
            List<GuestPort> ports,
            @Nullable String password,
            boolean files) {
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
                new GuestLaunch(
                        row.launchIndex(),
                        row.reservationId(),
                        row.availabilityZone(),
                        flavor.name(),
                        files ? files(row) : List.of(),
                        flavor.extraSpecs(),
                        told(extra)));
    }

    public static FlavorSpec flavor(ExtraRow extra) {
        return Json.read(extra.flavor(), FlavorSpec.class);
    }

    private static Map<String, String> imageProperties(ExtraRow extra) {
        return extra.imageProperties() == null
                ? Map.of()
                : Json.read(extra.imageProperties(), new TypeReference<Map<String, String>>() {});
    }

    private static GuestTold told(ExtraRow extra) {
        String type = extra.keypairs() == null
                ? GuestTold.NOTHING.keyType()
                : Json.read(extra.keypairs(), new TypeReference<List<String>>() {})
                        .get(KEY_TYPE);
        return new GuestTold(
                type,
                extra.ec2Ids() == null ? null : Json.read(extra.ec2Ids(), Ec2Ids.class),
                Json.read(extra.securityGroups(), new TypeReference<List<String>>() {}));
    }

    private List<InjectedFile> files(ServerRow row) {
        return cell.files().of(row.uuid()).stream()
                .map(file -> new InjectedFile(file.path(), file.contents()))
                .toList();
    }

    /** Its cards as the record has them, on the host that it names. */
    public List<GuestPort> ports(ServerRow row) {
        return ports(row, Objects.requireNonNullElse(row.host(), ""));
    }

    /** Its cards as the record has them, on another host. */
    public List<GuestPort> ports(ServerRow row, String host) {
        return cell.infoCaches()
                .find(row.uuid())
                .map(InfoCacheRow::networkInfo)
                .map(json -> Json.read(json, new TypeReference<List<BoundPort>>() {}))
                .map(ports -> ports(ports, host))
                .orElse(List.of());
    }

    /** Cards as that host is told of them. */
    public static List<GuestPort> ports(List<BoundPort> ports, String host) {
        return ports.stream().map(port -> port(port, host)).toList();
    }

    /** A card as that host is told of it. */
    public static GuestPort port(BoundPort port, String host) {
        return new GuestPort(
                port.portId(),
                port.networkId(),
                port.macAddress(),
                port.addresses().stream().map(BoundPort.Address::address).toList(),
                port.bindingOn(host),
                port.mtu(),
                port.subnets(),
                port.tag(),
                port.addresses().stream()
                        .flatMap(address -> address.floating().stream())
                        .toList());
    }
}
