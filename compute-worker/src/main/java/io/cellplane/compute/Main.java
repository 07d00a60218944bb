package io.cellplane.compute;

import io.cellplane.bus.Bus;
import io.cellplane.bus.NatsBus;
import io.cellplane.compute.agent.HostAgent;
import io.cellplane.compute.agent.IdentityRefused;
import io.cellplane.compute.config.HostConfig;
import io.cellplane.compute.copy.Throttle;
import io.cellplane.compute.hypervisor.Hypervisor;
import io.cellplane.compute.journal.JournalBroken;
import io.cellplane.contracts.metric.Metric;
import io.cellplane.process.Service;
import io.cellplane.process.config.Configuration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/** The process of one host, or of several simulated ones: one that must not start does not keep the others. */
public final class Main {
    private final Service service;
    private final HostConfig config;
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    private Main(Service service, HostConfig config) {
        this.service = service;
        this.config = config;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Service.run("compute-worker", service -> {
            HostConfig config =
                    Configuration.of("compute-worker", HostConfig.class).settings();
            service.meters().counter(Metric.JOURNAL_DAMAGED_LINES);
            service.serveHealth(config.health(), Map.of());
            new Main(service, config).start();
        });
    }

    private void start() throws InterruptedException {
        service.beside(config.hosts(), this::start);
        if (refused.containsAll(config.hosts())) {
            throw new IllegalStateException("none of these hosts may start: " + config.hosts());
        }
    }

    private void start(String host) throws InterruptedException {
        Throttle throttle = config.throttle();
        Hypervisor hypervisor = service.make("the hypervisor of " + host, config.hypervisorOf(host, throttle));
        String needed = "the bus of " + host;
        Bus bus = service.make(needed, () -> NatsBus.connect(config.natsOf(host)));
        try {
            HostAgent agent = new HostAgent(config.settings(host, throttle), bus, hypervisor, config.patience());
            service.add(() -> {
                agent.close();
                bus.close();
                hypervisor.close();
            });
            service.readiness().need(needed, bus::isConnected);
            // Whoever looks after the process starts it again, and the journal is read anew.
            agent.whenBroken(() -> System.exit(1));
        } catch (IdentityRefused | JournalBroken e) {
            LoggerFactory.getLogger(Main.class).error("{} is not started: {}", host, e.getMessage());
            refused.add(host);
            bus.close();
            hypervisor.close();
        }
    }
}
