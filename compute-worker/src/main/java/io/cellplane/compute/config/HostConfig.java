package io.cellplane.compute.config;

import io.cellplane.bus.NatsSettings;
import io.cellplane.compute.agent.HostSettings;
import io.cellplane.compute.hypervisor.Hypervisor;
import io.cellplane.compute.hypervisor.simulated.SimulatedHypervisor;
import io.cellplane.contracts.Patience;
import io.cellplane.process.config.HealthSettings;
import io.cellplane.process.config.Range;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code compute-worker.yaml}; the words there say what each value means. */
public record HostConfig(
        String cell,
        @Range(least = 1) List<String> hosts,
        String data,
        Nats nats,
        HypervisorConfig hypervisor,
        HealthSettings health,
        Patience patience) {

    /** How the cell's bus is reached. */
    public record Nats(String url, String user, String passwordFile, String credentialsFile) {}

    /** What runs the guests. */
    public record HypervisorConfig(
            String driver,
            String storage,
            @Range(least = 1) int vcpus,
            @Range(least = 1) int memoryMb,
            @Range(least = 1) int diskGb) {}

    /** Who that host is. */
    public HostSettings settings(String host) {
        return new HostSettings(host, cell, Path.of(data, host));
    }

    /**
     * How that host reaches its bus: with an inbox of its own.
     *
     * @throws IllegalArgumentException for a name whose inbox is the API's
     */
    public NatsSettings natsOf(String host) {
        if (host.equals("api")) {
            throw new IllegalArgumentException("a host may not be called api: its inbox is the API's");
        }
        boolean password = !nats.passwordFile().isBlank();
        return new NatsSettings(
                nats.url(),
                host,
                "_INBOX." + host.replace('.', '_'),
                password ? (nats.user().isBlank() ? host : nats.user()) : null,
                password ? Path.of(nats.passwordFile().replace("{host}", host)) : null,
                nats.credentialsFile().isBlank() ? null : Path.of(nats.credentialsFile()),
                Duration.ofSeconds(2));
    }

    /** @throws IllegalArgumentException for a driver that is not there */
    public Hypervisor hypervisorOf(String host) {
        if (!hypervisor.driver().equals("simulated")) {
            throw new IllegalArgumentException("there is no hypervisor driver '" + hypervisor.driver() + "'");
        }
        return new SimulatedHypervisor(
                settings(host).folder().resolve("guests"),
                Path.of(hypervisor.storage()),
                SimulatedHypervisor.facts(host, hypervisor.vcpus(), hypervisor.memoryMb(), hypervisor.diskGb()));
    }
}
