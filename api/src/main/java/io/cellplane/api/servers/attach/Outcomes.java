package io.cellplane.api.servers.attach;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.OperationRow;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Waits for what is asked for with an answer that tells what came of it. */
@Singleton
final class Outcomes {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final ApiDatabase api;
    private final Patience patience;

    Outcomes(ApiDatabase api, Patience patience) {
        this.api = api;
        this.patience = patience;
    }

    /**
     * The type of the failure with which it ended; null when it was done.
     *
     * @throws Refused 503 when it has not ended in time: it goes on
     */
    @Nullable String of(OperationRow asked) {
        long deadline = System.nanoTime() + patience.waits().attach().toNanos();
        while (true) {
            OperationRow now = api.operations().find(asked.id()).orElse(null);
            if (now == null) {
                throw Failure.API_AWAY.refused("Temporal"); // It was taken back.
            }
            if (!now.isOpen()) {
                return now.outcome();
            }
            if (System.nanoTime() > deadline) {
                throw Failure.SERVER_ATTACH_LATE.refused(asked.server());
            }
            pause(asked.server());
        }
    }

    private static void pause(UUID server) {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.SERVER_ATTACH_LATE.refused(server);
        }
    }
}
