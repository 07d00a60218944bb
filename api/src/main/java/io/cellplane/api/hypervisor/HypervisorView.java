package io.cellplane.api.hypervisor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.ShortId;
import io.cellplane.db.cell.ComputeNodeRow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a hypervisor looks at each microversion. */
final class HypervisorView {
    static final int UUIDS = 53;
    private static final ObjectMapper JSON = new ObjectMapper();

    private HypervisorView() {}

    static Map<String, @Nullable Object> brief(Call call, Hypervisor hypervisor) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", call.since(UUIDS) ? hypervisor.uuid() : ShortId.of(hypervisor.uuid()));
        view.put("hypervisor_hostname", hypervisor.name());
        view.put("state", hypervisor.isUp() ? "up" : "down");
        view.put("status", hypervisor.host().disabled() ? "disabled" : "enabled");
        return view;
    }

    static Map<String, @Nullable Object> full(Call call, Hypervisor hypervisor) {
        Map<String, @Nullable Object> view = brief(call, hypervisor);
        ComputeNodeRow node = hypervisor.node();
        view.put("hypervisor_type", node == null ? "unknown" : node.hypervisorType());
        view.put("hypervisor_version", node == null ? 0 : node.hypervisorVersion());
        view.put("host_ip", node == null ? "0.0.0.0" : node.hostIp());
        view.put("cpu_info", cpuInfo(call, node == null ? "{}" : node.cpuInfo()));
        Map<String, @Nullable Object> service = new LinkedHashMap<>();
        service.put(
                "id",
                call.since(UUIDS)
                        ? hypervisor.host().serviceUuid()
                        : ShortId.of(hypervisor.host().serviceUuid()));
        service.put("host", hypervisor.host().host());
        service.put("disabled_reason", hypervisor.host().disabledReason());
        view.put("service", service);
        view.putAll(capacity(List.of(hypervisor)));
        return view;
    }

    /** As the command of that name begins: the time, and since when. */
    static String uptime(Instant booted, Instant now) {
        Duration up = Duration.between(booted, now).isNegative() ? Duration.ZERO : Duration.between(booted, now);
        String days = up.toDays() == 0 ? "" : up.toDays() + (up.toDays() == 1 ? " day, " : " days, ");
        return "%tT up %s%2d:%02d".formatted(now.atOffset(ZoneOffset.UTC), days, up.toHoursPart(), up.toMinutesPart());
    }

    /** The sums over these hypervisors; megabytes are MiB, gigabytes GiB. */
    static Map<String, Object> capacity(List<Hypervisor> of) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("vcpus", of.stream().mapToLong(one -> one.vcpus().total()).sum());
        view.put("vcpus_used", of.stream().mapToLong(one -> one.vcpus().used()).sum());
        view.put("memory_mb", of.stream().mapToLong(one -> one.memory().total()).sum());
        view.put(
                "memory_mb_used",
                of.stream()
                        .mapToLong(one -> one.memory().used() + one.memory().reserved())
                        .sum());
        view.put(
                "free_ram_mb", of.stream().mapToLong(one -> one.memory().free()).sum());
        view.put("local_gb", of.stream().mapToLong(one -> one.disk().total()).sum());
        view.put(
                "local_gb_used", of.stream().mapToLong(one -> one.disk().used()).sum());
        long freeDisk = of.stream().mapToLong(one -> one.disk().free()).sum();
        view.put("free_disk_gb", freeDisk);
        view.put("disk_available_least", freeDisk);
        view.put("running_vms", of.stream().mapToInt(Hypervisor::servers).sum());
        view.put("current_workload", 0);
        return view;
    }

    /** An object from 2.28, its text before. */
    private static Object cpuInfo(Call call, String text) {
        if (!call.since(28)) {
            return text;
        }
        try {
            return text.isBlank() ? JSON.createObjectNode() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }
}
