package io.cellplane.standalone.apart;

import io.cellplane.embedded.InMemoryTemporal;
import java.util.concurrent.CountDownLatch;

/** The in-memory Temporal as a process of its own, where the real server has not been built: killed, it forgets all. */
public final class MemoryTemporal {
    private MemoryTemporal() {}

    public static void main(String[] arguments) throws InterruptedException {
        var server = InMemoryTemporal.start(Integer.parseInt(arguments[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        new CountDownLatch(1).await();
    }
}
