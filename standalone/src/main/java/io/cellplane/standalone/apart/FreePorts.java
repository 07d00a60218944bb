package io.cellplane.standalone.apart;

import io.cellplane.standalone.cloud.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that a process keeps though it is killed and started again: below those that the system gives to outgoing
 * connections, one of which could take the port while it is free, or even connect to itself there.
 */
public final class FreePorts {
    private static final int LEAST = 20_000;
    private static final int MOST = 32_000;
    private static final int TRIES = 1_000;

    private FreePorts() {}

    static int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LEAST, MOST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free between " + LEAST + " and " + MOST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

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
        return wanted == 0 ? next() : wanted;
    }
}
