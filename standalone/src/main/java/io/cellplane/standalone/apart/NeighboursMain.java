package io.cellplane.standalone.apart;

import io.cellplane.process.Logging;
import io.cellplane.standalone.cloud.CloudSecrets;
import io.cellplane.standalone.cloud.Ports;
import io.cellplane.standalone.cloud.StandIns;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The stand-ins of identity, image and network as a process: folder, their three ports, the compute API's port, the
 * address that they listen on where it is not the loopback address, the bridge of hosts that ports are plugged into, the
 * folder where a DHCP server is told of ports.
 */
public final class NeighboursMain {
    private NeighboursMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Logging.begin("services");
        Path data = Path.of(arguments[0]);
        Ports ports = new Ports(
                0,
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                0,
                0);
        String host = arguments.length > 5 ? arguments[5] : "127.0.0.1";
        StandIns services = new StandIns(data, host, ports, new CloudSecrets(data.resolve("secrets")));
        if (arguments.length > 6) {
            services.plugInto(arguments[6]);
        }
        if (arguments.length > 7) {
            services.serveDhcp(Path.of(arguments[7]));
        }
        services.start(Integer.parseInt(arguments[4]));
        Runtime.getRuntime().addShutdownHook(new Thread(services::close, "stop"));
        new CountDownLatch(1).await();
    }
}
