package io.cellplane.standalone.cloud;

import io.cellplane.bus.InProcessBus;
import io.cellplane.compute.agent.HostAgent;
import io.cellplane.compute.agent.HostSettings;
import io.cellplane.compute.hypervisor.simulated.SimulatedHypervisor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;

/** A cell's bus and hosts in this process. */
final class Cell implements AutoCloseable {
    private final String name;
    private final CloudOptions options;
    private final InProcessBus bus = new InProcessBus();
    private final Map<String, SimulatedHypervisor> hypervisors = new ConcurrentSkipListMap<>();
    private final List<HostAgent> agents = new ArrayList<>();

    Cell(String name, CloudOptions options) {
        this.name = name;
        this.options = options;
    }

    void startHosts() {
        for (String host : hosts()) {
            Path folder = options.data().resolve("hosts").resolve(name).resolve(host);
            HostSize size = options.size();
            SimulatedHypervisor hypervisor = new SimulatedHypervisor(
                    folder.resolve("guests"),
                    options.data().resolve("storage").resolve(name),
                    SimulatedHypervisor.facts(host, size.vcpus(), size.memoryMb(), size.diskGb()));
            hypervisor.onSpawn().delay(options.spawn());
            hypervisors.put(host, hypervisor);
            agents.add(new HostAgent(
                    new HostSettings(host, name, folder), bus.connect(host), hypervisor, options.patience()));
        }
    }

    String name() {
        return name;
    }

    List<String> hosts() {
        return IntStream.rangeClosed(1, options.hosts())
                .mapToObj(number -> name + "-host" + number)
                .toList();
    }

    InProcessBus bus() {
        return bus;
    }

    Map<String, SimulatedHypervisor> hypervisors() {
        return hypervisors;
    }

    @Override
    public void close() {
        agents.forEach(HostAgent::close);
    }
}
