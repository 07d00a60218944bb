package io.cellplane.api.audit;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.audit.Audit;
import io.cellplane.db.audit.AuditReport;
import io.cellplane.db.audit.Finding;
import io.cellplane.db.audit.HeldImage;
import io.cellplane.db.audit.HeldPort;
import io.cellplane.db.audit.ImageAudit;
import io.cellplane.db.audit.NotAsked;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.openstack.image.Images;
import io.cellplane.openstack.network.Networks;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Provider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /os-cellplane-audit}: what does not agree over all databases, the network service and the hosts. */
@Controller("/v2.1/os-cellplane-audit")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AuditController {
    private final ApiDatabase api;
    private final CellDatabases cells;
    private final Provider<Networks> networks;
    private final Provider<Images> images;
    private final Provider<HostQuestions> hosts;

    AuditController(
            ApiDatabase api,
            CellDatabases cells,
            Provider<Networks> networks,
            Provider<Images> images,
            Provider<HostQuestions> hosts) {
        this.api = api;
        this.cells = cells;
        this.networks = networks;
        this.images = images;
        this.hosts = hosts;
    }

    @Get
    @Route(rule = Rule.CELLPLANE_AUDIT, owner = Route.Owner.ADMIN)
    Map<String, Object> audit(Call call) {
        AuditReport report = Audit.run(
                api,
                cells,
                this::ports,
                () -> hosts.get().guests(api.hostMappings().all()));
        return Map.of(
                "audit",
                Map.of(
                        "findings",
                        Stream.concat(report.findings().stream(), ImageAudit.of(api, images()).stream())
                                .map(AuditController::view)
                                .toList(),
                        "not_asked",
                        report.notAsked().stream().map(AuditController::view).toList(),
                        "hosts_asked",
                        report.hosts()));
    }

    private List<HeldImage> images() {
        return images.get().marked().stream()
                .flatMap(image -> image.operation().stream()
                        .flatMap(operation ->
                                image.server().stream().map(server -> new HeldImage(image.id(), operation, server))))
                .toList();
    }

    private List<HeldPort> ports() {
        List<HeldPort> held = new ArrayList<>();
        networks.get()
                .markedBeside(
                        this::moved,
                        (port, beside) -> held.add(HeldPort.of(port.id(), port.deviceId(), port.hostId(), beside)));
        return held;
    }

    /** Only a move binds a port beside. */
    private Set<String> moved(Set<String> servers) {
        List<UUID> ids =
                servers.stream().map(HeldPort::server).flatMap(Optional::stream).toList();
        return ids.isEmpty()
                ? Set.of()
                : api.migrations().moved(ids).stream().map(UUID::toString).collect(Collectors.toSet());
    }

    private static Map<String, @Nullable Object> view(Finding finding) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("invariant", finding.invariant());
        view.put("what", finding.what());
        view.put("server", finding.server());
        view.put("operation", finding.operation());
        view.put("cell", finding.cell());
        view.put("host", finding.host());
        return view;
    }

    private static Map<String, @Nullable Object> view(NotAsked absent) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("cell", absent.cell());
        view.put("host", absent.host());
        return view;
    }
}
