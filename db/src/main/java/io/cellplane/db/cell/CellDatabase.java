package io.cellplane.db.cell;

import io.cellplane.db.Database;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Ledger;
import io.cellplane.db.StepRows;
import java.time.Clock;

/** One cell's database, its tables as typed collections. */
public record CellDatabase(
        String cell,
        Database database,
        Clock clock,
        Ledger ledger,
        StepRows steps,
        ServerRows servers,
        UserDataRows userData,
        GuestRows guests,
        RecordRows records,
        ExtraRows extras,
        InfoCacheRows infoCaches,
        MetadataRows metadata,
        FaultRows faults,
        ActionRows actions,
        EventRows events,
        VirtualInterfaceRows virtualInterfaces,
        TagRows tags,
        SecretRows secrets,
        FileRows files,
        ServiceRows services,
        ComputeNodeRows computeNodes,
        LeaseRows leases)
        implements AutoCloseable {

    public static CellDatabase open(String cell, DatabaseSettings settings, Clock clock) {
        Database database = Database.open(settings);
        return new CellDatabase(
                cell,
                database,
                clock,
                new Ledger(database, clock),
                database.rows(StepRows.class),
                database.rows(ServerRows.class),
                database.rows(UserDataRows.class),
                database.rows(GuestRows.class),
                database.rows(RecordRows.class),
                database.rows(ExtraRows.class),
                database.rows(InfoCacheRows.class),
                database.rows(MetadataRows.class),
                database.rows(FaultRows.class),
                database.rows(ActionRows.class),
                database.rows(EventRows.class),
                database.rows(VirtualInterfaceRows.class),
                database.rows(TagRows.class),
                database.rows(SecretRows.class),
                database.rows(FileRows.class),
                database.rows(ServiceRows.class),
                database.rows(ComputeNodeRows.class),
                database.rows(LeaseRows.class));
    }

    /** Removes what it knows of a host that is this cell's no more. */
    public void forgetHost(String host) {
        database.run(() -> {
            services.remove(host);
            computeNodes.remove(host);
        });
    }

    @Override
    public void close() {
        database.close();
    }
}
