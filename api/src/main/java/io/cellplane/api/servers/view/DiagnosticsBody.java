package io.cellplane.api.servers.view;

import io.cellplane.contracts.host.GuestDiagnostics;
import io.cellplane.contracts.host.GuestDiagnostics.Card;
import io.cellplane.contracts.host.GuestDiagnostics.Cpu;
import io.cellplane.contracts.host.GuestDiagnostics.Disk;
import io.cellplane.contracts.host.GuestDiagnostics.Traffic;
import io.cellplane.contracts.host.GuestDiagnostics.Work;
import io.cellplane.db.cell.ServerRow;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a guest has used, in the two forms that the API has had for it. */
public final class DiagnosticsBody {
    private static final int KIB_IN_MIB = 1024;

    private DiagnosticsBody() {}

    /** The form since 2.48: all of it, with null for what is not known. */
    public static Map<String, @Nullable Object> standard(ServerRow server, GuestDiagnostics found, Instant now) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("state", "running");
        body.put("driver", found.driver());
        body.put("hypervisor", found.hypervisor());
        body.put("hypervisor_os", found.os());
        body.put("uptime", uptime(server, now));
        body.put("config_drive", server.configDrive());
        body.put("num_cpus", found.cpus().size());
        body.put("num_nics", found.cards().size());
        body.put("num_disks", found.disks().size());
        body.put("disk_details", each(found.disks(), DiagnosticsBody::disk));
        body.put("cpu_details", each(found.cpus(), DiagnosticsBody::cpu));
        body.put("nic_details", each(found.cards(), DiagnosticsBody::card));
        Map<String, @Nullable Object> memory = new LinkedHashMap<>();
        memory.put("maximum", found.memoryKib() / KIB_IN_MIB);
        Long used = found.usedKib();
        memory.put("used", used == null ? null : used / KIB_IN_MIB);
        body.put("memory_details", memory);
        return body;
    }

    private static @Nullable Long uptime(ServerRow server, Instant now) {
        Instant launched = server.launchedAt();
        return launched == null
                ? null
                : Math.max(0, Duration.between(launched, now).toSeconds());
    }

    private static <T> List<Map<String, @Nullable Object>> each(
            List<T> parts, Function<T, Map<String, @Nullable Object>> view) {
        return parts.stream().map(view).toList();
    }

    private static Map<String, @Nullable Object> cpu(Cpu cpu) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", cpu.id());
        view.put("time", cpu.nanos());
        view.put("utilisation", null);
        return view;
    }

    private static Map<String, @Nullable Object> disk(Disk disk) {
        Work work = disk.work();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("read_bytes", work == null ? null : work.readBytes());
        view.put("read_requests", work == null ? null : work.reads());
        view.put("write_bytes", work == null ? null : work.writtenBytes());
        view.put("write_requests", work == null ? null : work.writes());
        view.put("errors_count", work == null ? null : work.errors());
        return view;
    }

    private static Map<String, @Nullable Object> card(Card card) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("mac_address", card.mac());
        traffic(view, "rx_", card.received());
        traffic(view, "tx_", card.sent());
        return view;
    }

    private static void traffic(Map<String, @Nullable Object> view, String way, @Nullable Traffic traffic) {
        view.put(way + "octets", traffic == null ? null : traffic.bytes());
        view.put(way + "errors", traffic == null ? null : traffic.errors());
        view.put(way + "drop", traffic == null ? null : traffic.drops());
        view.put(way + "packets", traffic == null ? null : traffic.packets());
        view.put(way + "rate", null);
    }

    /** The form before, which is libvirt's: numbers by the names of devices, and what is not known is left out. */
    public static Map<String, @Nullable Object> old(GuestDiagnostics found) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        found.cpus().forEach(cpu -> add(body, "cpu" + cpu.id() + "_time", cpu.nanos()));
        found.disks().forEach(disk -> {
            Work work = disk.work();
            if (work != null) {
                add(body, disk.device() + "_read_req", work.reads());
                add(body, disk.device() + "_read", work.readBytes());
                add(body, disk.device() + "_write_req", work.writes());
                add(body, disk.device() + "_write", work.writtenBytes());
                add(body, disk.device() + "_errors", work.errors());
            }
        });
        add(body, "memory", found.memoryKib());
        found.memory().forEach((name, size) -> add(body, "memory-" + name, size));
        found.cards().forEach(card -> {
            add(body, card.device() + "_rx", card.received());
            add(body, card.device() + "_tx", card.sent());
        });
        return body;
    }

    private static void add(Map<String, @Nullable Object> body, String way, @Nullable Traffic traffic) {
        if (traffic != null) {
            add(body, way, traffic.bytes());
            add(body, way + "_packets", traffic.packets());
            add(body, way + "_errors", traffic.errors());
            add(body, way + "_drop", traffic.drops());
        }
    }

    private static void add(Map<String, @Nullable Object> body, String name, @Nullable Long number) {
        if (number != null) {
            body.put(name, number);
        }
    }
}
