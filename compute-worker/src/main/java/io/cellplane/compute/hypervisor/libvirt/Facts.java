package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.bus.Wire;
import io.cellplane.compute.hypervisor.HostBoot;
import io.cellplane.compute.hypervisor.HypervisorFacts;
import io.cellplane.compute.hypervisor.HypervisorFailure;
import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Accel;
import io.cellplane.contracts.host.HostDetails;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.libvirt.Connect;
import org.libvirt.LibvirtException;
import org.libvirt.NodeInfo;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What libvirt says of its host. */
final class Facts {
    private static final int KIB_IN_MIB = 1024;
    private static final long GIB = 1L << 30;

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path UEFI = Path.of("/usr/share/OVMF");

    private final Calls calls;
    private final LibvirtSettings settings;
    private final Path instances;
    private final List<String> traits;
    /** Once, since the system says it a second earlier or later whenever its clock is put right. */
    private final @Nullable Instant bootedAt = HostBoot.began().orElse(null);

    /**
     * @param instances the folder whose disk is the guests'
     * @param accel not AUTO
     */
    Facts(Calls calls, LibvirtSettings settings, Path instances, Accel accel) {
        this.calls = calls;
        this.settings = settings;
        this.instances = instances;
        this.traits = Traits.of(accel, settings.cpu().mode(), Files.isDirectory(UEFI), flags());
    }

    private static String flags() {
        try {
            return Files.readAllLines(PROCESSORS).stream()
                    .filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    HypervisorFacts now() {
        int diskGb = diskGb();
        return calls.ask("find out what the host has", connect -> facts(connect, diskGb));
    }

    private HypervisorFacts facts(Connect connect, int diskGb) throws LibvirtException {
        NodeInfo node = connect.nodeInfo();
        return new HypervisorFacts(
                connect.getHostName(),
                connect.getType(),
                Math.toIntExact(connect.getVersion()),
                settings.address(),
                node.cpus,
                Math.toIntExact(node.memory / KIB_IN_MIB),
                diskGb,
                cpu(Tag.read(connect.getCapabilities())),
                new HostDetails(traits, bootedAt, Connectors.of(settings.address(), connect.getHostName()), null));
    }

    private int diskGb() {
        try {
            return Math.toIntExact(Files.getFileStore(instances).getTotalSpace() / GIB);
        } catch (IOException e) {
            throw new HypervisorFailure("cannot look at the folder of the guests", e);
        }
    }

    private static String cpu(Element capabilities) {
        Optional<Element> cpu = Tag.at(capabilities, "host", "cpu");
        return new String(
                Wire.encode(Map.of(
                        "arch",
                        text(cpu, "arch"),
                        "model",
                        text(cpu, "model"),
                        "vendor",
                        text(cpu, "vendor"),
                        "features",
                        cpu.map(Facts::features).orElse(List.of()),
                        "topology",
                        cpu.flatMap(element -> Tag.at(element, "topology"))
                                .map(Facts::topology)
                                .orElse(Map.of()))),
                StandardCharsets.UTF_8);
    }

    private static String text(Optional<Element> cpu, String name) {
        return cpu.flatMap(element -> Tag.at(element, name))
                .map(Element::getTextContent)
                .orElse("");
    }

    private static Map<String, Integer> topology(Element topology) {
        return Map.of(
                "sockets",
                Integer.valueOf(topology.getAttribute("sockets")),
                "cores",
                Integer.valueOf(topology.getAttribute("cores")),
                "threads",
                Integer.valueOf(topology.getAttribute("threads")));
    }

    private static List<String> features(Element cpu) {
        NodeList all = cpu.getElementsByTagName("feature");
        List<String> names = new ArrayList<>();
        for (int each = 0; each < all.getLength(); each++) {
            names.add(((Element) all.item(each)).getAttribute("name"));
        }
        return names;
    }
}
