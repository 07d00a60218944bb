package io.cellplane.activities.cell.reports;

import io.cellplane.bus.Bus;
import io.cellplane.bus.BusFailure;
import io.cellplane.bus.NoResponders;
import io.cellplane.contracts.host.Subjects;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** Whether the cell's bus carries messages at all: while it does not, silence says nothing of a host. */
final class BusProbe {
    private static final Duration PROMPT = Duration.ofSeconds(1);

    private final Bus bus;

    BusProbe(Bus bus) {
        this.bus = bus;
    }

    boolean carries() {
        try {
            bus.request(Subjects.ASK_NOBODY, new byte[0], PROMPT).join();
            return true;
        } catch (CompletionException e) {
            return BusFailure.of(e) instanceof NoResponders;
        } catch (BusFailure e) {
            return false;
        }
    }
}
