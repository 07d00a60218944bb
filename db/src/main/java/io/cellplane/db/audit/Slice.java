package io.cellplane.db.audit;

import io.cellplane.db.cell.RecordRow;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.DebtRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.QuotaClaimRow;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the databases say of the servers of a span, whether or not they are mapped.
 *
 * @param mappings of those that are not gone
 * @param records of each cell that was reached, on the move or not
 * @param withoutEnd whose trail names an event that is under way, by cell
 * @param hosts of the providers on which something is allocated
 * @param claims of consumers in the span: servers, and operations that happen to be
 */
record Slice(
        Span span,
        Map<UUID, MappingRow> mappings,
        Map<String, List<RecordRow>> records,
        Map<String, List<UUID>> withoutEnd,
        List<AllocationRow> allocations,
        Map<UUID, String> hosts,
        List<QuotaClaimRow> claims,
        List<DebtRow> debts) {

    /** Whether it is owed that the server's record in that cell goes. */
    boolean owes(UUID server, String cell) {
        return debts.stream()
                .anyMatch(debt -> debt.server().equals(server)
                        && debt.host() == null
                        && debt.cell().equals(cell));
    }
}
