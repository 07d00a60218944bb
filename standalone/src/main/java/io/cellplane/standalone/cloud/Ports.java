package io.cellplane.standalone.cloud;

import io.cellplane.embedded.FreePort;

/** The TCP ports of a cloud on the loopback address; 0 takes a free one. */
public record Ports(int api, int identity, int image, int network, int temporal, int temporalUi) {

    /** Those that people know the services by. */
    public static Ports known() {
        return new Ports(8774, 5000, 9292, 9696, 7233, 8233);
    }

    /** All of them free ones. */
    public static Ports free() {
        return new Ports(0, 0, 0, 0, 0, 0);
    }

    /** The same with a free one in the place of each 0: processes keep them though they are killed and started again. */
    public Ports fixed() {
        return new Ports(
                FreePort.or(api),
                FreePort.or(identity),
                FreePort.or(image),
                FreePort.or(network),
                FreePort.or(temporal),
                FreePort.or(temporalUi));
    }
}
