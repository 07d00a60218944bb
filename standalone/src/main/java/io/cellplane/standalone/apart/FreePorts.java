package io.cellplane.standalone.apart;

import io.cellplane.embedded.FreePort;
import io.cellplane.standalone.cloud.Ports;

/** Ports that a process keeps though it is killed and started again. */
public final class FreePorts {
    private FreePorts() {}

    /** The same with a free one in the place of each 0. */
    public static Ports fixed(Ports ports) {
        return new Ports(
                or(ports.api()),
                or(ports.identity()),
                or(ports.image()),
                or(ports.network()),
                or(ports.temporal()),
                or(ports.temporalUi()));
    }

    /** The wanted one, or a free one where it is 0. */
    static int or(int wanted) {
        return wanted == 0 ? FreePort.next() : wanted;
    }
}
