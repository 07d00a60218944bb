package io.cellplane.standalone.client;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.KeyFile;
import io.cellplane.db.Ledger;
import io.cellplane.db.Secrets;
import io.cellplane.db.audit.Audit;
import io.cellplane.db.audit.Finding;
import io.cellplane.db.audit.HeldPort;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.OperationRow;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.identity.ServiceCredential;
import io.cellplane.standalone.cloud.CloudFile;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The databases of a cloud that runs, as an operator opens them, for reading. */
public final class Records implements AutoCloseable {
    private final CloudFile cloud;
    private final ApiDatabase api;
    private final CellDatabases cells;

    public Records(CloudFile cloud) {
        this.cloud = cloud;
        this.api = ApiDatabase.open(
                new DatabaseSettings(cloud.databaseUrl(), cloud.databaseUser(), cloud.databasePassword()).withPool(4),
                Clock.systemUTC());
        this.cells = new CellDatabases(
                api,
                new Secrets(KeyFile.read(cloud.keyFile())),
                Patience.standard().waits().show());
    }

    public ApiDatabase api() {
        return api;
    }

    /** The operation that booted or boots a server. */
    public Optional<UUID> boot(UUID server) {
        return api.operations().of(server).stream()
                .filter(row -> row.what() == Kind.BOOT)
                .map(OperationRow::id)
                .findFirst();
    }

    /** Whether an operation has told a host to run its guest, which it waits for from then on. */
    public boolean hasStarted(UUID operation) {
        return cells.names().stream()
                .flatMap(cell -> cells.of(cell).steps().of(operation).stream())
                .anyMatch(step -> step.step().equals(StepName.START.token())
                        && step.state().equals(Ledger.DONE));
    }

    /** What is not as it must be, over all databases and the network service. */
    public List<Finding> audit() {
        try (OpenStack openstack =
                cloud.services().clients(ServiceCredential.of("admin", cloud.adminPassword(), "admin"))) {
            List<HeldPort> ports = new ArrayList<>();
            openstack
                    .networks()
                    .markedBeside(
                            servers -> servers,
                            (port, beside) ->
                                    ports.add(HeldPort.of(port.id(), port.deviceId(), port.hostId(), beside)));
            return Audit.run(api, cells, ports);
        }
    }

    @Override
    public void close() {
        cells.close();
        api.close();
    }
}
