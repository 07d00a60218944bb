package io.cellplane.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port on the loopback address that a server keeps though it is killed and started again: below those that the system
 * gives to outgoing connections, one of which could take the port while it is free, or even connect to itself there.
 */
public final class FreePort {
    private static final int LEAST = 10_000;
    private static final int END = 32_000;

    private FreePort() {}

    /** Nobody listens there now; a server that is to do so takes it at once. */
    public static int next() {
        return ThreadLocalRandom.current()
                .ints(LEAST, END)
                .filter(FreePort::isFree)
                .findFirst()
                .orElseThrow();
    }

    /** The port itself, or a free one where it is 0. */
    public static int or(int wanted) {
        return wanted == 0 ? next() : wanted;
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
