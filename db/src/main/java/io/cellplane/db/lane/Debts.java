package io.cellplane.db.lane;

import io.cellplane.contracts.operation.Owed;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.DebtRow;
import io.cellplane.db.control.OperationRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** Leaves debts and settles them; the space that a guest may still take stays claimed until then. */
public final class Debts {
    private final ApiDatabase api;

    public Debts(ApiDatabase api) {
        this.api = api;
    }

    /** In the transaction of whoever closes, or goes on without, what did not answer. Once, however often it is said. */
    public void owe(OperationRow operation, Owed owed) {
        String what = operation.id() + " " + owed.cell() + " " + owed.host();
        UUID id = UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
        if (api.debts().find(id).isPresent()) {
            return;
        }
        Instant now = api.clock().instant();
        api.debts()
                .save(new DebtRow(
                        id,
                        owed.host() == null ? DebtRow.RECORD : DebtRow.GUEST,
                        owed.cell(),
                        owed.host(),
                        operation.server(),
                        owed.generation(),
                        operation.id(),
                        operation.requestId(),
                        operation.projectId(),
                        now,
                        now));
        String host = owed.host();
        if (host != null) {
            api.providers()
                    .ofHost(host)
                    .ifPresent(provider -> api.allocations().owe(operation.server(), provider.uuid(), id));
        }
    }

    /** What was owed is done: nothing is held for it any more. */
    public void settle(UUID debt) {
        api.database().run(() -> {
            api.allocations().ofConsumer(debt).stream()
                    .map(AllocationRow::provider)
                    .distinct()
                    .sorted()
                    .forEach(provider -> {
                        api.providers().lock(provider);
                        api.allocations().release(debt, provider);
                        api.providers().bump(provider);
                    });
            api.debts().remove(debt);
        });
    }
}
