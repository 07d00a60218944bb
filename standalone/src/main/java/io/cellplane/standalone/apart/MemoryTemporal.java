package io.cellplane.standalone.apart;

import io.temporal.testserver.TestServer;
import java.util.concurrent.CountDownLatch;

/** The in-memory Temporal as a process of its own, where the real server has not been built: killed, it forgets all. */
public final class MemoryTemporal {
    private MemoryTemporal() {}

    public static void main(String[] arguments) throws InterruptedException {
        // Its clock may skip waits; locked, it is the real one.
        boolean lockedClock = true;
        var server = TestServer.createPortBoundServer(Integer.parseInt(arguments[0]), lockedClock);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        new CountDownLatch(1).await();
    }
}
