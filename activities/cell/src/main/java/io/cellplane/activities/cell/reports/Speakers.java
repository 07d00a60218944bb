package io.cellplane.activities.cell.reports;

import io.cellplane.contracts.host.Inventory;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostMappingRow;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may be heard: a host that is mapped to this cell, under the id of its mapping, about itself. */
final class Speakers {
    private static final Logger LOG = LoggerFactory.getLogger(Speakers.class);

    private final ApiDatabase api;
    private final String cell;
    private final Map<String, HostMappingRow> mapped = new ConcurrentHashMap<>();
    private final Map<String, UUID> boots = new ConcurrentHashMap<>();

    Speakers(ApiDatabase api, String cell) {
        this.api = api;
        this.cell = cell;
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
            LOG.error(
                    "refused host {} of cell {}: the name belongs to host {} of cell {}",
                    host,
                    cell,
                    row.hostUuid(),
                    row.cell());
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
        return admits(subject, inventory.host(), inventory.cell(), inventory.hostUuid(), inventory.bootId());
    }

    private boolean isMine(String subject, String host, String saidCell) {
        boolean mine = subject.equals(host) && saidCell.equals(cell);
        if (!mine) {
            LOG.error("refused a report of host {} of cell {} that speaks as {} in {}", host, saidCell, subject, cell);
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
}
