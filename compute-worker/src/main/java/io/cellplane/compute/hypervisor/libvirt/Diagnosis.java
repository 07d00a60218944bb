package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.compute.hypervisor.libvirt.LibvirtSettings.Accel;
import io.cellplane.contracts.host.GuestDiagnostics;
import io.cellplane.contracts.host.GuestDiagnostics.Card;
import io.cellplane.contracts.host.GuestDiagnostics.Cpu;
import io.cellplane.contracts.host.GuestDiagnostics.Disk;
import io.cellplane.contracts.host.GuestDiagnostics.Traffic;
import io.cellplane.contracts.host.GuestDiagnostics.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.libvirt.Domain;
import org.libvirt.DomainBlockStats;
import org.libvirt.DomainInfo;
import org.libvirt.DomainInterfaceStats;
import org.libvirt.LibvirtException;
import org.libvirt.MemoryStatistic;
import org.libvirt.VcpuInfo;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What a domain that is on has used. What libvirt does not say of a part stays open, and the others are told. */
final class Diagnosis {
    /** As virDomainMemoryStatTags counts them. */
    private static final List<String> MEMORY = List.of(
            "swap_in",
            "swap_out",
            "major_fault",
            "minor_fault",
            "unused",
            "available",
            "actual",
            "rss",
            "usable",
            "last_update");

    private Diagnosis() {}

    static GuestDiagnostics of(Domain domain, Accel accel) throws LibvirtException {
        DomainInfo info = domain.getInfo();
        Element devices = Tag.at(Tag.read(domain.getXMLDesc(0)), "devices").orElseThrow();
        return new GuestDiagnostics(
                "libvirt",
                accel.name().toLowerCase(Locale.ROOT),
                "linux",
                cpus(domain),
                cards(domain, devices),
                disks(domain, devices),
                info.maxMem,
                info.memory,
                memory(domain));
    }

    private static List<Cpu> cpus(Domain domain) throws LibvirtException {
        List<Cpu> cpus = new ArrayList<>();
        for (VcpuInfo each : domain.getVcpusInfo()) {
            cpus.add(new Cpu(each.number, each.cpuTime));
        }
        return cpus;
    }

    private static List<Card> cards(Domain domain, Element devices) {
        List<Card> cards = new ArrayList<>();
        for (Element card : all(devices, "interface")) {
            String device = attribute(card, "target", "dev");
            DomainInterfaceStats said = said(() -> domain.interfaceStats(device));
            cards.add(new Card(
                    device,
                    attribute(card, "mac", "address"),
                    said == null ? null : new Traffic(said.rx_bytes, said.rx_packets, said.rx_errs, said.rx_drop),
                    said == null ? null : new Traffic(said.tx_bytes, said.tx_packets, said.tx_errs, said.tx_drop)));
        }
        return cards;
    }

    private static List<Disk> disks(Domain domain, Element devices) {
        List<Disk> disks = new ArrayList<>();
        for (Element disk : all(devices, "disk")) {
            String device = attribute(disk, "target", "dev");
            DomainBlockStats said = said(() -> domain.blockStats(device));
            disks.add(new Disk(
                    device,
                    said == null ? null : new Work(said.rd_bytes, said.rd_req, said.wr_bytes, said.wr_req, said.errs)));
        }
        return disks;
    }

    private static Map<String, Long> memory(Domain domain) {
        MemoryStatistic[] said = said(() -> domain.memoryStats(MEMORY.size()));
        Map<String, Long> memory = new HashMap<>();
        if (said != null) {
            for (MemoryStatistic each : said) {
                if (each.getTag() >= 0 && each.getTag() < MEMORY.size()) {
                    memory.put(MEMORY.get(each.getTag()), each.getValue());
                }
            }
        }
        return memory;
    }

    private interface Said<T> {
        T of() throws LibvirtException;
    }

    private static <T> @Nullable T said(Said<T> question) {
        try {
            return question.of();
        } catch (LibvirtException e) {
            return null;
        }
    }

    private static List<Element> all(Element devices, String name) {
        NodeList nodes = devices.getElementsByTagName(name);
        List<Element> found = new ArrayList<>();
        for (int each = 0; each < nodes.getLength(); each++) {
            found.add((Element) nodes.item(each));
        }
        return found;
    }

    private static String attribute(Element of, String child, String name) {
        return Tag.at(of, child).map(element -> element.getAttribute(name)).orElse("");
    }
}
