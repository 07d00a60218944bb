package io.cellplane.trials.kill;

import io.cellplane.db.control.MigrationRow;
import io.cellplane.standalone.client.Records;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.lab.LabHost;
import io.cellplane.standalone.lab.OnHosts;
import io.cellplane.trials.kill.Clients.Seen;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Of a lab: what libvirt, the file systems and the kernels of its hosts have. */
record RealGuests(CloudFile cloud) implements Books {
    @Override
    public List<String> wrong(Collection<Seen> servers, Records records) {
        Map<UUID, String> placed = new HashMap<>();
        Map<UUID, String> kept = new HashMap<>();
        Set<UUID> unclear = new HashSet<>();
        for (Seen server : servers) {
            UUID id = UUID.fromString(server.id());
            if (server.status().equals("ERROR")) {
                unclear.add(id);
            } else {
                placed.put(id, server.host());
            }
            records.api()
                    .operations()
                    .toVerify(id)
                    .flatMap(move -> records.api().migrations().find(move.id()))
                    .map(MigrationRow::sourceHost)
                    .ifPresent(source -> kept.put(id, source));
        }
        return new OnHosts(placed, kept, unclear).wrong(LabHost.all(cloud));
    }
}
