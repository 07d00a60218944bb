package io.cellplane.db.control;

import io.cellplane.db.Database;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Ledger;
import io.cellplane.db.StepRows;
import java.time.Clock;

/** The control level's database, its tables as typed collections. */
public record ApiDatabase(
        Database database,
        Clock clock,
        Ledger ledger,
        StepRows steps,
        CellRows cells,
        MappingRows mappings,
        BuildRequestRows buildRequests,
        RequestSpecRows requestSpecs,
        OperationRows operations,
        OperationDataRows operationData,
        PlaceRows places,
        DebtRows debts,
        LaneRows lanes,
        MigrationRows migrations,
        Quota quota,
        QuotaClaimRows quotaClaims,
        ProviderRows providers,
        InventoryRows inventories,
        AllocationRows allocations,
        HostMappingRows hostMappings,
        HostStateRows hostStates,
        ServerGroupRows serverGroups,
        GroupMemberRows groupMembers,
        ZoneRows zones,
        ProcessRows processes,
        NetworkChangeRows networkChanges,
        Ec2IdRows ec2Ids)
        implements AutoCloseable {

    public static ApiDatabase open(DatabaseSettings settings, Clock clock) {
        Database database = Database.open(settings);
        return new ApiDatabase(
                database,
                clock,
                new Ledger(database, clock),
                database.rows(StepRows.class),
                database.rows(CellRows.class),
                database.rows(MappingRows.class),
                database.rows(BuildRequestRows.class),
                database.rows(RequestSpecRows.class),
                database.rows(OperationRows.class),
                database.rows(OperationDataRows.class),
                database.rows(PlaceRows.class),
                database.rows(DebtRows.class),
                database.rows(LaneRows.class),
                database.rows(MigrationRows.class),
                new Quota(database),
                database.rows(QuotaClaimRows.class),
                database.rows(ProviderRows.class),
                database.rows(InventoryRows.class),
                database.rows(AllocationRows.class),
                database.rows(HostMappingRows.class),
                database.rows(HostStateRows.class),
                database.rows(ServerGroupRows.class),
                database.rows(GroupMemberRows.class),
                database.rows(ZoneRows.class),
                database.rows(ProcessRows.class),
                database.rows(NetworkChangeRows.class),
                database.rows(Ec2IdRows.class));
    }

    @Override
    public void close() {
        database.close();
    }
}
