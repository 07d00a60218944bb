package io.cellplane.metadata;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cellplane.contracts.host.GuestLaunch;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.guest.GuestReader;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What the cell's rows say of guests. Whoever asks for one at the same time waits for one look; what was found is kept for a
 * while, that nothing was found is not: a server may have come into the cell since.
 */
final class KnownGuests implements AutoCloseable {
    private static final String SEALED = "sealed";
    private static final int MIB = 20;

    private final CellDatabase cell;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AsyncCache<UUID, Guest> known;

    KnownGuests(CellDatabase cell, GuestSettings settings) {
        this.cell = cell;
        this.known = Caffeine.newBuilder()
                .executor(threads)
                .expireAfterWrite(settings.kept())
                .maximumWeight((long) settings.keptMb() << MIB)
                .weigher((UUID _, Guest guest) -> guest.weight())
                .buildAsync();
    }

    /** @param password as it has posted it; null before */
    record Guest(GuestSpec spec, @Nullable String password) {
        /** What all guests have, in bytes, beside what their users write. */
        private static final int USUAL = 4096;

        private static final int PAIR = 512;

        /** Roughly what it takes, in bytes. */
        int weight() {
            GuestLaunch launch = spec.launch();
            return USUAL
                    + PAIR * spec.metadata().size()
                    + (spec.userData() == null ? 0 : spec.userData().length())
                    + (launch == null
                            ? 0
                            : launch.files().stream()
                                    .mapToInt(file -> file.contents().length())
                                    .sum());
        }
    }

    /**
     * Empty for a server that is not in this cell, or not any more.
     *
     * @throws RuntimeException when the cell's database does not answer in time
     */
    Optional<Guest> find(UUID server) {
        try {
            return Optional.ofNullable(known.get(server, this::look).join());
        } catch (CompletionException e) {
            throw e.getCause() instanceof Unanswered away ? away.thrown : e;
        }
    }

    /** The database's silence, as something that the cache does not log for each guest. */
    private static final class Unanswered extends TimeoutException {
        private static final long serialVersionUID = 1L;
        private final RuntimeException thrown;

        Unanswered(RuntimeException thrown) {
            this.thrown = thrown;
        }
    }

    private CompletableFuture<@Nullable Guest> look(UUID server, Executor executor) {
        CompletableFuture<@Nullable Guest> look = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                look.complete(read(server));
            } catch (RuntimeException e) {
                look.completeExceptionally(new Unanswered(e));
            } catch (Error e) {
                look.completeExceptionally(e);
                throw e;
            }
        });
        return look;
    }

    /** What it has changed itself it reads at once. */
    void forget(UUID server) {
        known.synchronous().invalidate(server);
    }

    private @Nullable Guest read(UUID server) {
        return cell.database()
                .read(() -> cell.servers()
                        .find(server)
                        .filter(KnownGuests::counts)
                        .flatMap(row -> cell.extras().find(server).map(extra -> guest(row, extra)))
                        .orElse(null));
    }

    /** A copy that is sealed counts until it has left. */
    private static boolean counts(ServerRow row) {
        return !row.deleted() && (row.moveState() == null || row.moveState().equals(SEALED));
    }

    /** Its administrator's password goes by the config drive alone, as with Nova: here its user sets one through a key. */
    private Guest guest(ServerRow row, ExtraRow extra) {
        GuestReader reader = new GuestReader(cell);
        return new Guest(
                reader.read(row, extra, GuestReader.flavor(extra), reader.ports(row), null, true), extra.password());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
