package io.cellplane.api.cell;

import io.cellplane.api.ask.CellBuses;
import io.cellplane.bus.Bus;
import io.cellplane.db.CellIdentity;
import io.cellplane.db.CellProbe;
import io.cellplane.db.CellRegistry;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether a cell's database and bus answer now. Both are asked at once and given up after {@link #WITHIN}. */
@Singleton
final class CellHealth {
    static final Duration WITHIN = Duration.ofSeconds(2);

    static final String UP = "up";
    static final String AWAY = "away";
    /** It answers, and is not to be worked with. */
    static final String REFUSED = "refused";

    private final CellRegistry registry;
    private final CellBuses buses;

    CellHealth(ApiDatabase api, Secrets secrets, CellBuses buses) {
        this.registry = new CellRegistry(api, secrets);
        this.buses = buses;
    }

    /**
     * How one of them is.
     *
     * @param says why it is not up
     * @param schema the number of the database's last migration
     */
    record State(
            String state, @Nullable String says, @Nullable Integer schema) {
        boolean isUp() {
            return state.equals(UP);
        }

        static State away(String says) {
            return new State(AWAY, says, null);
        }
    }

    /** @param bus null for a cell without one */
    record Both(State database, @Nullable State bus) {}

    Both of(CellRow row) {
        CompletableFuture<State> database = within(() -> database(row));
        CompletableFuture<State> bus = within(() -> bus(row));
        return new Both(database.join(), row.name().equals(CellRow.CELL0) ? null : bus.join());
    }

    private static CompletableFuture<State> within(Supplier<State> asked) {
        CompletableFuture<State> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("cell-health").start(() -> {
            try {
                answer.complete(asked.get());
            } catch (RuntimeException e) {
                answer.complete(State.away(String.valueOf(e.getMessage())));
            }
        });
        return answer.completeOnTimeout(
                State.away("it has not answered within " + WITHIN.toSeconds() + " s"),
                WITHIN.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private State database(CellRow row) {
        try {
            CellProbe found = CellProbe.at(registry.settings(row));
            CellIdentity owner = found.identity().orElse(null);
            return owner == null || owner.is(row.uuid())
                    ? new State(UP, null, found.schema())
                    : new State(REFUSED, "it is that of cell " + owner, found.schema());
        } catch (CellProbe.Unusable e) {
            return new State(e.isAway() ? AWAY : REFUSED, e.getMessage(), null);
        }
    }

    private State bus(CellRow row) {
        return buses.of(row.name()).filter(Bus::isConnected).isPresent()
                ? new State(UP, null, null)
                : State.away(row.busUrl() == null ? "it has no address" : "it does not answer");
    }
}
