package io.cellplane.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.compute.hypervisor.simulated.Inside;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.OneServer;
import io.cellplane.standalone.cloud.CloudFile;
import java.nio.file.Path;

/** Of a simulated guest, whose root disk is a file. */
public record MarkerInFile(CloudFile cloud, ComputeClient client) implements Marker {
    private static final String WORDS = "written before the move";
    private static final int MEMORY = 512;

    @Override
    public int leastMemory() {
        return MEMORY;
    }

    @Override
    public ObjectNode server(String name, String flavor) {
        return client.server(name, flavor);
    }

    @Override
    public String write(OneServer server) {
        inside(server).mark(WORDS);
        return "wrote \"" + WORDS + "\" to its root disk";
    }

    @Override
    public String find(OneServer server, int boots) {
        if (!inside(server).root().contains(WORDS)) {
            throw new IllegalStateException("the server is not with its marker");
        }
        return "\"" + WORDS + "\" is still on its root disk";
    }

    private Inside inside(OneServer server) {
        JsonNode shown = server.shown();
        String host = OneServer.host(shown);
        String cell = OneServer.cell(shown);
        Path data = cloud.data();
        return new Inside(
                data.resolve("hosts").resolve(cell).resolve(host).resolve("guests"),
                data.resolve("storage").resolve(cell),
                host,
                server.id());
    }
}
