package io.cellplane.compute.hypervisor.simulated;

import io.cellplane.compute.hypervisor.KeptGuest;
import io.cellplane.contracts.operation.Step;

/**
 * A guest that has left, in the storage, where the hosts of its cell find it.
 *
 * @param by whose leaving it was; its operation names the file
 * @param guest as it was when it left, running or not
 */
record KeptFile(Step by, GuestFile guest) {

    KeptGuest view(Storage storage, String host) {
        return new KeptGuest(
                guest.server(),
                by,
                guest.runs(),
                guest.rootGb(),
                storage.root(host, guest.server(), guest.incarnation()).toFile().length());
    }
}
