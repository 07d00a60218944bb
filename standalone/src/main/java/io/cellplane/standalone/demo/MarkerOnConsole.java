package io.cellplane.standalone.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.OneServer;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.lab.GuestConsole;
import io.cellplane.standalone.lab.GuestConsole.Boot;
import io.cellplane.standalone.lab.LabCloud;
import io.cellplane.standalone.lab.LabHost;
import java.time.Duration;

/** Of a lab's guest: its user data say the marker, it writes that to its disk and says it on its console at every boot. */
public record MarkerOnConsole(CloudFile cloud, ComputeClient client) implements Marker {
    private static final String WORD = "kept";
    private static final int MEMORY = 128;
    private static final Duration SAID = Duration.ofMinutes(3);

    @Override
    public int leastMemory() {
        return MEMORY;
    }

    @Override
    public ObjectNode server(String name, String flavor) {
        return client.server(name, flavor, LabCloud.IMAGE, "marker=" + WORD + "\n");
    }

    @Override
    public String write(OneServer server) {
        return find(server, 1);
    }

    @Override
    public String find(OneServer server, int boots) {
        new GuestConsole(LabHost.of(cloud, OneServer.host(server.shown())), server.id())
                .awaitBoot(new Boot(boots, WORD), SAID);
        return "says on its console: boot " + boots + " of " + WORD;
    }
}
