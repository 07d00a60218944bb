package io.cellplane.embedded;

import java.nio.file.Path;

/**
 * Where an embedded MariaDB lives and how.
 *
 * @param base where the server's programs are unpacked; may be shared by many
 * @param data the server's data, log and password; belongs to one server
 * @param port the TCP port on the loopback address; 0 takes a free one
 * @param fast gives up that a commit survives a loss of power or a crash of the system: for tests
 * @param bufferPoolMib memory for pages, in MiB
 */
public record MariaDbOptions(Path base, Path data, int port, boolean fast, int bufferPoolMib) {
    private static final int POOL_MIB = 256;
    private static final int FAST_POOL_MIB = 128;

    /** A durable server on a free port. */
    public static MariaDbOptions in(Path base, Path data) {
        return new MariaDbOptions(
                base.toAbsolutePath().normalize(), data.toAbsolutePath().normalize(), 0, false, POOL_MIB);
    }

    /** The same on this port. */
    public MariaDbOptions onPort(int other) {
        return new MariaDbOptions(base, data, other, fast, bufferPoolMib);
    }

    /** The same for tests: nothing is synced to the disk. */
    public MariaDbOptions forTests() {
        return new MariaDbOptions(base, data, port, true, FAST_POOL_MIB);
    }
}
