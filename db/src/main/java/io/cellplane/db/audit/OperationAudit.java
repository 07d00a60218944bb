package io.cellplane.db.audit;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.LaneRow;
import io.cellplane.db.control.OperationRow;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the operations that are open with their deadlines and lanes (I2). */
final class OperationAudit {
    private final ApiDatabase api;
    private final OpenOperations open;
    private final Findings findings;

    private OperationAudit(ApiDatabase api, OpenOperations open, Findings findings) {
        this.api = api;
        this.open = open;
        this.findings = findings;
    }

    static void of(ApiDatabase api, OpenOperations open, Findings findings, int most) {
        Map<UUID, LaneRow> lanes = Pages.of(
                        open.rows().values().stream().map(OperationRow::server).toList(), most, api.lanes()::findAll)
                .stream()
                .collect(Collectors.toMap(LaneRow::server, lane -> lane));
        OperationAudit audit = new OperationAudit(api, open, findings);
        open.rows().values().forEach(row -> {
            audit.overdue(row);
            audit.inItsLane(row, lanes.get(row.server()));
        });
    }

    private void overdue(OperationRow row) {
        // The end of a window is no deadline, unless a confirm was tried then and could not be.
        boolean mayBe = OpenOperations.waits(row) && !row.updatedAt().isAfter(row.deadline());
        if (row.deadline().isBefore(api.clock().instant()) && !mayBe) {
            find("is overdue", row);
        }
    }

    private void inItsLane(OperationRow row, @Nullable LaneRow lane) {
        boolean known = lane != null
                && (row.what().lane() == Kind.Lane.DEVICE
                        || row.id().equals(lane.life())
                        || row.id().equals(lane.next()));
        if (!known && !OpenOperations.waits(row) && api.operations().isOpen(row.id())) {
            find("is open and in no lane", row);
        } else if (lane != null && row.id().equals(lane.next()) && !isOpen(lane.life()) && stillWaits(row)) {
            find("waits for nothing", row);
        }
    }

    private boolean isOpen(@Nullable UUID operation) {
        return open.has(operation) || (operation != null && api.operations().isOpen(operation));
    }

    private boolean stillWaits(OperationRow row) {
        return api.operations()
                .find(row.id())
                .filter(now -> now.state().equals(OperationState.WAITING))
                .isPresent();
    }

    private void find(String what, OperationRow row) {
        String named = "operation " + row.kind() + " " + row.id() + " " + what;
        findings.certain(new Finding("I2", named, row.server(), row.id(), null, null));
    }
}
