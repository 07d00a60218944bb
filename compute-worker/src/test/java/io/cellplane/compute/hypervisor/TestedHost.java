package io.cellplane.compute.hypervisor;

import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A host whose driver is under test, the same for a whole test. */
public interface TestedHost {
    Hypervisor hypervisor();

    /** The agent is restarted, and this is its driver from now on: guests are still there. */
    Hypervisor restarted();

    /** A guest that is to be made, with an empty root disk of that many GiB. */
    NewGuest guest(UUID server, @Nullable Step maker, int rootGb, boolean powerOn);

    /** Writes on the root disk of a guest that is off, instead of what was written before. */
    void write(UUID server, String text) throws Exception;

    /** What was written on the root disk of a guest that is off. */
    String read(UUID server) throws Exception;

    /** A card that the host can plug; null where it has nothing to plug one into. */
    @Nullable GuestPort card();

    /** Whether a guest that runs lets go of a card: one without a system does not. */
    boolean letsGo();

    /** Whether that is tried in this run: real guests take their time. */
    default boolean tries(Power power, PowerState before) {
        return true;
    }
}
