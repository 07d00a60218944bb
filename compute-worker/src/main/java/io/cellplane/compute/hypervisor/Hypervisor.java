package io.cellplane.compute.hypervisor;

import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.server.PowerState;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What runs guests. Every call blocks until the effect stands; every verb may be repeated at any time, and an interrupt
 * ends it as soon as the driver can, with any part of the effect left for a repeat or a destroy to find.
 */
public interface Hypervisor {

    /**
     * Makes the guest and starts it; a guest that is there already is left as it is.
     *
     * @return the guest's power state
     * @throws HypervisorFailure when it cannot; part of the guest may be there
     */
    PowerState spawn(GuestSpec guest) throws InterruptedException;

    /**
     * Stops the guest and removes all of it; one that is not there is fine.
     *
     * @throws HypervisorFailure when some of it may still be there
     */
    void destroy(UUID server) throws InterruptedException;

    /** Every guest there is, whoever made it. */
    Map<UUID, PowerState> guests();

    /** One guest; empty when there is none. */
    Optional<PowerState> guest(UUID server);

    /** What the host has, at this moment. */
    HypervisorFacts facts();
}
