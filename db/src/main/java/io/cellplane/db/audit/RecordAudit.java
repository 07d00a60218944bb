package io.cellplane.db.audit;

import io.cellplane.db.cell.RecordRow;
import io.cellplane.db.control.MappingRow;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Compares the records of all cells with the mappings: each server has one copy that counts (I1), and a trail (I9). */
final class RecordAudit {
    private final Slice slice;
    private final Findings findings;
    private final Map<UUID, Copy> copies = new HashMap<>();

    private RecordAudit(Slice slice, Findings findings) {
        this.slice = slice;
        this.findings = findings;
    }

    /** @return the authoritative copy of each server that has one */
    static Map<UUID, Copy> of(Slice slice, Findings findings) {
        RecordAudit audit = new RecordAudit(slice, findings);
        slice.records().forEach((cell, rows) -> rows.forEach(row -> audit.record(cell, row)));
        slice.mappings().values().forEach(audit::mapping);
        slice.withoutEnd()
                .forEach((cell, servers) -> servers.stream()
                        .filter(server -> !slice.owes(server, cell))
                        .forEach(audit::trail));
        return audit.copies;
    }

    private void record(String cell, RecordRow row) {
        MappingRow mapping = slice.mappings().get(row.uuid());
        if (mapping == null) {
            if (!slice.owes(row.uuid(), cell)) {
                findings.find("I1", "cell " + cell + " has a record that no mapping names", row.uuid(), null);
            }
        } else if (Objects.equals(mapping.cell(), cell) && mapping.generation() == row.generation()) {
            copies.put(row.uuid(), new Copy(cell, row));
            if (row.taskState() != null) {
                findings.find(
                        "I1", "it shows " + row.taskState() + ", and nothing is being done to it", row.uuid(), cell);
            }
        } else if (row.moveState() == null && !slice.owes(row.uuid(), cell)) {
            String elsewhere = "cell " + cell + " has a copy that would take writes; the server is in " + mapping.cell()
                    + " at generation " + mapping.generation();
            findings.find("I1", elsewhere, row.uuid(), mapping.cell());
        }
    }

    private void mapping(MappingRow mapping) {
        if (mapping.cell() == null) {
            findings.find("I1", "it is in no cell and nothing is building it", mapping.uuid(), null);
        } else if (!copies.containsKey(mapping.uuid())) {
            findings.find("I1", "cell " + mapping.cell() + " has no record of it", mapping.uuid(), null);
        }
    }

    /** Operators read in the trail what is under way; a record that is owed goes with its trail. */
    private void trail(UUID server) {
        Copy copy = copies.get(server);
        findings.find(
                "I9",
                "its trail names an event that is under way, and nothing is being done to it",
                server,
                copy == null ? null : copy.cell());
    }
}
