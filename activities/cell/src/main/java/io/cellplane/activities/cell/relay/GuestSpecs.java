package io.cellplane.activities.cell.relay;

import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.EncryptionContext;
import io.cellplane.db.Secrets;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.OperationDataRow;
import io.cellplane.db.guest.GuestReader;
import io.cellplane.temporal.step.Hosts.HostStep;
import java.util.List;
import java.util.Optional;
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
                            ExtraRow extra = extra(cell, row);
                            return spec(cell, row, extra, GuestReader.flavor(extra), new GuestReader(cell).ports(row));
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
                                extra(cell, row),
                                flavor,
                                bound == null
                                        ? new GuestReader(cell).ports(row, step.host())
                                        : GuestReader.ports(bound, step.host()))));
    }

    private static boolean current(ServerRow row, long generation) {
        return !row.deleted() && row.generation() == generation;
    }

    private static ExtraRow extra(CellDatabase cell, ServerRow row) {
        return cell.extras().find(row.uuid()).orElseThrow();
    }

    /** Files go to hosts only with what they are to be read from. */
    private GuestSpec spec(CellDatabase cell, ServerRow row, ExtraRow extra, FlavorSpec flavor, List<GuestPort> ports) {
        String password = cell.secrets().of(row.uuid()).stream()
                .filter(secret -> secret.name().equals(OperationDataRow.ADMIN_PASSWORD))
                .findFirst()
                .map(secret -> secrets.decrypt(
                        secret.value(), EncryptionContext.server(row.uuid(), OperationDataRow.ADMIN_PASSWORD)))
                .orElse(null);
        return new GuestReader(cell).read(row, extra, flavor, ports, password, row.configDrive());
    }
}
