package io.cellplane.compute.config;

import io.cellplane.bus.NatsSettings;
import io.cellplane.compute.agent.HostSettings;
import io.cellplane.compute.copy.CopySettings;
import io.cellplane.compute.copy.Throttle;
import io.cellplane.compute.disk.DiskSettings;
import io.cellplane.compute.disk.HostDisks;
import io.cellplane.compute.hypervisor.Hypervisor;
import io.cellplane.compute.hypervisor.libvirt.LibvirtHypervisor;
import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings;
import io.cellplane.compute.hypervisor.simulated.SimulatedHypervisor;
import io.cellplane.compute.image.ImageStore;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.host.HostDetails.Offer;
import io.cellplane.process.Service.Attempt;
import io.cellplane.process.config.HealthSettings;
import io.cellplane.process.config.Range;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code compute-worker.yaml}; the words there say what each value means. */
public record HostConfig(
        String cell,
        @Range(least = 1) List<String> hosts,
        String data,
        Nats nats,
        HypervisorConfig hypervisor,
        Disks disks,
        LibvirtConfig libvirt,
        HealthSettings health,
        Patience patience) {
    private static final long GIB = 1L << 30;

    /** How the cell's bus is reached. */
    public record Nats(String url, String user, String passwordFile, String credentialsFile) {}

    /** What runs the guests. */
    public record HypervisorConfig(
            String driver,
            String storage,
            boolean resumeGuestsStateOnHostBoot,
            Offered offer,
            @Range(least = 1) int vcpus,
            @Range(least = 1) int memoryMb,
            @Range(least = 1) int diskGb) {}

    /** How much less of the host is offered than its cell would. */
    public record Offered(
            @Range(least = 0) int reservedVcpus,
            @Range(least = 0) int reservedMemoryMb,
            @Range(least = 0) int reservedDiskGb,
            @Range(least = 0) double cpuRatio,
            @Range(least = 0) double ramRatio,
            @Range(least = 0) double diskRatio) {
        Offer offer() {
            return new Offer(reservedVcpus, reservedMemoryMb, reservedDiskGb, cpuRatio, ramRatio, diskRatio);
        }
    }

    /** How real hosts keep their guests' disks. */
    public record Disks(
            boolean rawRootDisks,
            @Range(least = 1) int largestImageGb,
            Duration unusedImages,
            @Range(least = 0, most = 1e12) long bandwidth,
            String copyAddress,
            @Range(least = 0, most = 65_535) int copyPort,
            String vendorData) {}

    /** How that host keeps its guests' disks: in the storage, below its name. */
    public DiskSettings disksOf(String host) {
        return new DiskSettings(
                Path.of(hypervisor.storage()),
                host,
                disks.rawRootDisks() ? DiskSettings.Root.RAW : DiskSettings.Root.OVERLAY,
                disks.largestImageGb() * GIB,
                disks.unusedImages(),
                disks.vendorData().isBlank() ? null : Path.of(disks.vendorData()));
    }

    /** The bound on what a host sends and fetches: one for all that is made for it. */
    public Throttle throttle() {
        return new Throttle(disks.bandwidth());
    }

    /** Who that host is. */
    public HostSettings settings(String host, Throttle throttle) {
        return new HostSettings(
                host,
                cell,
                Path.of(data, host),
                hypervisor.resumeGuestsStateOnHostBoot(),
                hypervisor.offer().offer(),
                copies(),
                throttle);
    }

    /** Of a real host with a port for it. */
    private @Nullable CopySettings copies() {
        if (disks.copyPort() == 0 || !hypervisor.driver().equals("libvirt")) {
            return null;
        }
        String address = disks.copyAddress().isBlank() ? libvirt.address() : disks.copyAddress();
        return new CopySettings(address, disks.copyPort());
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

    /**
     * What that host's guests are run by, to be tried until it opens.
     *
     * @throws IllegalArgumentException for a driver that is not there, or that cannot be as it is told
     */
    public Attempt<Hypervisor> hypervisorOf(String host, Throttle throttle) {
        return switch (hypervisor.driver()) {
            case "simulated" -> () -> simulated(host);
            case "libvirt" -> {
                LibvirtSettings settings = libvirt.of(host);
                yield () -> libvirt(settings, disksOf(host), throttle);
            }
            default ->
                throw new IllegalArgumentException("there is no hypervisor driver '" + hypervisor.driver() + "'");
        };
    }

    private Hypervisor simulated(String host) {
        return new SimulatedHypervisor(
                Path.of(data, host).resolve("guests"),
                Path.of(hypervisor.storage()),
                SimulatedHypervisor.facts(host, hypervisor.vcpus(), hypervisor.memoryMb(), hypervisor.diskGb()));
    }

    private static Hypervisor libvirt(LibvirtSettings settings, DiskSettings kept, Throttle throttle)
            throws IOException, InterruptedException {
        HostDisks disks = new HostDisks(kept, new ImageStore(throttle));
        try {
            return LibvirtHypervisor.open(settings, disks, kept.instances());
        } catch (RuntimeException | InterruptedException e) {
            disks.close();
            throw e;
        }
    }
}
