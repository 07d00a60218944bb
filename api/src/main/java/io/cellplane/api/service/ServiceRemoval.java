package io.cellplane.api.service;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.ShortId;
import io.cellplane.api.schema.Values;
import io.cellplane.api.service.ControlServices.ControlService;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.lane.Removal;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Deletes services of hosts and processes that are no more. */
@Singleton
final class ServiceRemoval {
    private final ApiDatabase api;
    private final ControlServices control;
    private final Removal hosts;

    ServiceRemoval(ApiDatabase api, CellDatabases cells, ControlServices control) {
        this.api = api;
        this.control = control;
        this.hosts = new Removal(api, cells);
    }

    /**
     * @param id as the microversion shows it
     * @throws Refused 404; 400 for what is no id, and for a number that several have; 409 while it is needed; 503 when its
     *     cell does not answer
     */
    void remove(Call call, String id) {
        List<HostStateRow> computes = api.hostStates().all().stream()
                .filter(row -> isNamed(call, row.serviceUuid(), id))
                .toList();
        List<ControlService> others = control.all().stream()
                .filter(service -> isNamed(call, service.uuid(), id))
                .toList();
        if (computes.size() + others.size() > 1) {
            throw Failure.API_INVALID_INPUT.refused("Service id " + id + " refers to multiple services.");
        }
        computes.forEach(this::removeHost);
        others.forEach(this::removeProcess);
        if (computes.isEmpty() && others.isEmpty()) {
            throw Failure.SERVICE_NOT_FOUND.refused(id);
        }
    }

    /** Numbers until 2.52, uuids from then on. */
    private static boolean isNamed(Call call, UUID service, String id) {
        if (call.since(ServicesController.UUIDS)) {
            return service.equals(ServicesController.uuid(id));
        }
        return ShortId.of(service)
                == Values.number(id)
                        .orElseThrow(() -> Failure.API_INVALID_INPUT.refused("Invalid input received: " + id));
    }

    private void removeHost(HostStateRow row) {
        try {
            hosts.remove(row.host());
        } catch (CellAway away) {
            throw Failure.API_AWAY.refused("The cell " + row.cell());
        }
    }

    private void removeProcess(ControlService service) {
        if (service.up()) {
            throw Failure.SERVICE_UP.refused(service.uuid());
        }
        api.processes().remove(service.kind(), service.host());
    }
}
