package io.cellplane.activities.cell.reports;

import io.cellplane.contracts.host.Inventory;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostMappingRow;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Who may be heard: a host that is mapped to this cell, under the id of its mapping, about itself. */
final class Speakers {
    private final ApiDatabase api;
    private final String cell;
    private final Refusals refusals;
    private final Map<String, HostMappingRow> mapped = new ConcurrentHashMap<>();
    private final Map<String, UUID> boots = new ConcurrentHashMap<>();

    Speakers(ApiDatabase api, String cell, Refusals refusals) {
        this.api = api;
        this.cell = cell;
        this.refusals = refusals;
    }

    /** @param subject the host whose subject it spoke on, which its account guarantees */
    boolean admits(String subject, String host, String saidCell, UUID hostUuid, UUID bootId) {
        if (!isMine(subject, host, saidCell)) {
            return false;
        }
        HostMappingRow row = mapped.get(host);
        if (row == null || !row.hostUuid().equals(hostUuid)) {
            row = api.hostMappings().find(host).orElse(null);
        }
        if (row == null) {
            return false;
        }
        if (!row.cell().equals(cell) || !row.hostUuid().equals(hostUuid)) {
            refusals.refuse(
                    host,
                    Refusals.Why.IDENTITY,
                    "the name belongs to host " + row.hostUuid() + " of cell " + row.cell() + ", not to " + hostUuid);
            return false;
        }
        if (!mapped.containsKey(host) && api.hostStates().isRetired(host)) {
            refusals.refuse(host, Refusals.Why.RETIRED, "it is retired");
            return false;
        }
        mapped.put(host, row);
        boots.put(host, bootId);
        return true;
    }

    /** The first word of a new host maps it. */
    boolean enrols(String subject, Inventory inventory) {
        if (!isMine(subject, inventory.host(), inventory.cell())) {
            return false;
        }
        if (!mapped.containsKey(subject)) {
            api.hostMappings()
                    .add(subject, cell, inventory.hostUuid(), api.clock().instant());
        }
        if (!mapped.containsKey(subject) && api.hostMappings().find(subject).isEmpty()) {
            refusals.refuse(subject, Refusals.Why.IDENTITY, "its id is another host's, or its cell is gone");
            return false;
        }
        return admits(subject, inventory.host(), inventory.cell(), inventory.hostUuid(), inventory.bootId());
    }

    private boolean isMine(String subject, String host, String saidCell) {
        boolean mine = subject.equals(host) && saidCell.equals(cell);
        if (!mine) {
            refusals.refuse(subject, Refusals.Why.IDENTITY, "it speaks as " + host + " of cell " + saidCell);
        }
        return mine;
    }

    /** Whether that boot of the agent has shown who it is. */
    boolean isKnown(String host, UUID bootId) {
        return bootId.equals(boots.get(host));
    }

    /** Mappings are read anew from time to time. */
    void forget() {
        mapped.clear();
    }

    void forget(String host) {
        mapped.remove(host);
    }
}
