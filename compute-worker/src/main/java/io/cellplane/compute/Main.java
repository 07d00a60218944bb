package io.cellplane.compute;

import io.cellplane.bus.Bus;
import io.cellplane.bus.BusAway;
import io.cellplane.bus.NatsBus;
import io.cellplane.bus.NatsSettings;
import io.cellplane.compute.agent.HostAgent;
import io.cellplane.compute.agent.IdentityRefused;
import io.cellplane.compute.config.HostConfig;
import io.cellplane.compute.journal.JournalBroken;
import io.cellplane.process.Configuration;
import io.cellplane.process.Logging;
import io.cellplane.process.PatienceSettings;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of one host, or of several simulated ones. */
public final class Main {
    static {
        Logging.begin();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final Duration BUS_AGAIN = Duration.ofSeconds(2);

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try (ApplicationContext context = Configuration.of("compute-worker")) {
            HostConfig config = context.getBean(HostConfig.class);
            for (String host : config.hosts()) {
                Bus bus = bus(config.natsOf(host));
                open.push(bus);
                open.push(new HostAgent(
                        config.settings(host), bus, config.hypervisorOf(host), PatienceSettings.of(context)));
            }
        } catch (IdentityRefused | JournalBroken | IllegalArgumentException e) {
            LOG.error("not started: {}", e.getMessage());
            open.forEach(Main::close);
            System.exit(1);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> open.forEach(Main::close), "stop"));
        new CountDownLatch(1).await();
    }

    /** A host may start before its bus does. */
    private static Bus bus(NatsSettings settings) throws InterruptedException {
        while (true) {
            try {
                return NatsBus.connect(settings);
            } catch (BusAway e) {
                LOG.warn("{}; trying again", e.getMessage());
                Thread.sleep(BUS_AGAIN);
            }
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("not closed cleanly: {}", e.toString());
        }
    }
}
