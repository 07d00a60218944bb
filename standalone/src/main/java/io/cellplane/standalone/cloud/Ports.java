package io.cellplane.standalone.cloud;

import io.cellplane.embedded.FreePort;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The TCP ports of a cloud on the loopback address; 0 takes a free one.
 *
 * @param metadata where guests of the first cell are told who they are; those of each other cell one further
 */
public record Ports(int api, int identity, int image, int network, int temporal, int temporalUi, int metadata) {

    /** Without a choice for where guests are told who they are. */
    public Ports(int api, int identity, int image, int network, int temporal, int temporalUi) {
        this(api, identity, image, network, temporal, temporalUi, 0);
    }

    /** Those that people know the services by; metadata has one for each cell, and beside Nova's own is somebody else's. */
    public static Ports known() {
        return new Ports(8774, 5000, 9292, 9696, 7233, 8233, 18_775);
    }

    /** All of them free ones. */
    public static Ports free() {
        return new Ports(0, 0, 0, 0, 0, 0, 0);
    }

    /** The same with a free one in the place of each 0: processes keep them though they are killed and started again. */
    public Ports fixed() {
        return new Ports(
                FreePort.or(api),
                FreePort.or(identity),
                FreePort.or(image),
                FreePort.or(network),
                FreePort.or(temporal),
                FreePort.or(temporalUi),
                metadata);
    }

    /** Of the metadata of so many cells, in their order. */
    public List<Integer> metadata(int cells) {
        return IntStream.range(0, cells)
                .mapToObj(cell -> metadata == 0 ? 0 : metadata + cell)
                .toList();
    }
}
