package io.cellplane.trials.kill;

import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.Records;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.lab.LabHost;
import io.cellplane.standalone.lab.OnHosts;
import io.cellplane.trials.kill.Clients.Seen;
import java.util.Collection;
import java.util.List;

/** Of a lab: what libvirt, the file systems and the kernels of its hosts have. */
record RealGuests(CloudFile cloud) implements Books {
    @Override
    public List<String> wrong(Collection<Seen> servers, Records records) {
        try (ComputeClient client = ComputeClient.admin(cloud)) {
            return OnHosts.ofAll(client, records).wrong(LabHost.all(cloud));
        }
    }
}
