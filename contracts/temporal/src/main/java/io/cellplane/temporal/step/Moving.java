package io.cellplane.temporal.step;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.cellplane.contracts.server.FlavorSpec;

/**
 * A server's way from one place to another; both ends carry the number of the move.
 *
 * @param migrate whether only the host changes
 * @param wasRunning whether it ran before, so that it does so afterwards
 */
public record Moving(Placed from, Placed to, FlavorSpec before, FlavorSpec after, boolean migrate, boolean wasRunning) {

    @JsonIgnore
    public boolean isAcrossCells() {
        return !from.cell().equals(to.cell());
    }

    /** Where it is after a revert: where it was, with a generation of its own when it comes back from another cell. */
    public Placed back() {
        return new Placed(
                from.cell(), from.host(), from.provider(), from.availabilityZone(), to.next(from.cell()), to.placing());
    }

    @JsonIgnore
    public boolean isSameHost() {
        return from.provider().equals(to.provider());
    }
}
