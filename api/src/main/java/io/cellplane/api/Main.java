package io.cellplane.api;

import io.cellplane.process.Logging;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The API as a process of its own. CELLPLANE_CONFIG names its YAML file; everything has a default but the secrets. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Logging.begin();
        CountDownLatch stopped = new CountDownLatch(1);
        ApiServer server = ApiServer.start(Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            stopped.countDown();
        }));
        stopped.await();
    }
}
