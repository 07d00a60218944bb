package io.cellplane.db.lane;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import io.cellplane.db.control.DebtRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.PlaceRow;
import io.cellplane.db.control.ProviderRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Leaves debts and settles them; the space that a guest may still take stays claimed until then. */
public final class Debts {
    private final ApiDatabase api;

    public Debts(ApiDatabase api) {
        this.api = api;
    }

    /**
     * In the transaction of whoever closes, or goes on without, what did not answer. Once, however often it is said; a host
     * that is retired will never pay, so it owes nothing.
     */
    public void owe(OperationRow operation, Owed owed) {
        String host = owed.host();
        if (host != null && api.hostStates().isRetired(host)) {
            return;
        }
        Owed.Kept kept = owed.kept();
        String what = operation.id() + " " + owed.cell() + " " + host
                + (kept == null ? "" : " " + kept.operation() + " " + kept.attempt());
        UUID id = named(what);
        // A late step that owes once more what is settled finds its own mark.
        boolean first = api.ledger().mark(operation.id(), StepName.OWE, named(what + " " + owed.placing()));
        if (api.debts().raise(id, owed.placing()) == 1
                || !first
                || api.debts().find(id).isPresent()) {
            return;
        }
        Instant now = api.clock().instant();
        api.debts()
                .save(new DebtRow(
                        id,
                        DebtRow.kind(owed),
                        owed.cell(),
                        host,
                        operation.server(),
                        owed.generation(),
                        owed.placing(),
                        operation.id(),
                        operation.requestId(),
                        operation.projectId(),
                        now,
                        now,
                        kept == null ? null : kept.operation(),
                        kept == null ? null : kept.attempt()));
        if (host != null) {
            api.providers()
                    .ofHost(host)
                    .map(ProviderRow::uuid)
                    .ifPresent(provider -> claim(id, operation.server(), provider, kept));
        }
    }

    /**
     * A boot that begins to end a second time has lost what it knew, and may have written its first end in another of its
     * cells: the records there are owed. In the transaction of whoever ends it.
     *
     * @param but where it is shown; null where it is not
     */
    public void oweEarlierEnds(OperationRow boot, @Nullable String but) {
        if (boot.what() != Kind.BOOT || !boot.state().equals(OperationState.CLOSING)) {
            return;
        }
        Stream.concat(
                        Stream.of(CellRow.CELL0),
                        api.places().of(boot.id()).stream().map(PlaceRow::cell))
                .distinct()
                .filter(cell -> !cell.equals(but))
                .forEach(cell -> owe(boot, Owed.record(cell, 1)));
    }

    private static UUID named(String what) {
        return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
    }

    /** One that is to be discarded takes what its operation holds; any other, what its server or the way back does. */
    private void claim(UUID debt, UUID server, UUID provider, Owed.@Nullable Kept kept) {
        if (kept == null) {
            api.allocations().owe(server, provider, debt);
        } else if (kept.fate() == Owed.Fate.DISCARDED) {
            api.allocations().hand(kept.operation(), provider, debt, AllocationRow.DEBT);
        }
    }

    /**
     * What was owed is done: nothing is held for it any more.
     *
     * @param placing that was paid; what is owed of a newer one by now stays
     */
    public void settle(UUID debt, long placing) {
        api.database().run(() -> {
            if (api.debts().remove(debt, placing) == 0) {
                return;
            }
            api.allocations().ofConsumer(debt).stream()
                    .map(AllocationRow::provider)
                    .distinct()
                    .sorted()
                    .forEach(provider -> {
                        api.providers().lock(provider);
                        api.allocations().release(debt, provider);
                        api.providers().bump(provider);
                    });
        });
    }
}
