package io.cellplane.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.client.CellLeaving;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.OneServer;
import io.cellplane.standalone.cloud.CloudFile;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A server is booted, resized into the other cell and confirmed, resized back and reverted, deleted, all over HTTP as any
 * client would. Its guest must run wherever it is shown, with all that was ever written to its disk.
 */
public final class Demo {
    private static final int FLAVORS = 3;

    private final CloudFile cloud;
    private final ComputeClient client;
    private final Marker marker;
    private final Midway midway;
    private final String name = "demo-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<String> flavors = new ArrayList<>();
    private long begun = System.nanoTime();

    /** What happens while the first move is under way. */
    public interface Midway {
        void happen(OneServer server);

        static Midway nothing() {
            return _ -> {};
        }
    }

    public Demo(CloudFile cloud, ComputeClient client, Marker marker, Midway midway) {
        this.cloud = cloud;
        this.client = client;
        this.marker = marker;
        this.midway = midway;
    }

    /** @throws IllegalStateException when anything is not as it must be */
    public void run() {
        long all = System.nanoTime();
        for (int i = 0; i < FLAVORS; i++) {
            flavors.add(createFlavor(marker.leastMemory() << i));
        }
        try (Phases phases = new Phases(cloud);
                CellLeaving _ = new CellLeaving(cloud, client)) {
            play(phases);
        } finally {
            flavors.forEach(flavor -> client.compute("DELETE", "/flavors/" + flavor, null));
        }
        System.out.printf("%nAll of it took %.1f s.%n", (System.nanoTime() - all) / 1e9);
    }

    private void play(Phases phases) {
        begin("Boot");
        OneServer server = OneServer.boot(client, marker.server(name, flavors.getFirst()));
        JsonNode born = end(server, "ACTIVE", phases);
        System.out.println("  guest     " + marker.write(server));

        begin("Resize to a larger flavor; hosts of its cell are weighed down, so it goes to the other cell");
        resize(server, flavors.get(1));
        midway.happen(server);
        JsonNode moved = end(server, "VERIFY_RESIZE", phases);
        mustBe("in another cell", !OneServer.cell(moved).equals(OneServer.cell(born)));
        marked(server, 2);

        begin("Confirm: the way back is given up");
        server.act(action("confirmResize"));
        end(server, "ACTIVE", phases);
        marked(server, 2);

        begin("Resize again, across cells");
        resize(server, flavors.getLast());
        JsonNode again = end(server, "VERIFY_RESIZE", phases);
        mustBe("in another cell", !OneServer.cell(again).equals(OneServer.cell(moved)));
        marked(server, 3);

        begin("Revert: back to where it was, and to the disk that stayed there");
        server.act(action("revertResize"));
        JsonNode back = end(server, "ACTIVE", phases);
        mustBe("back on " + OneServer.host(moved), OneServer.host(back).equals(OneServer.host(moved)));
        mustBe("of the flavor before", flavor(back).equals(flavors.get(1)));
        marked(server, 3);

        begin("Delete");
        server.delete();
        System.out.printf("  it answers 404 after %.2f s%n", seconds());
    }

    private void begin(String what) {
        System.out.println("\n" + what);
        begun = System.nanoTime();
    }

    private JsonNode end(OneServer server, String status, Phases phases) {
        JsonNode shown = server.await(status);
        System.out.printf(
                "  server    %s %s on %s, flavor %s, after %.2f s%n",
                server.id(), status, OneServer.host(shown), flavor(shown), seconds());
        phases.show(server.id());
        return shown;
    }

    private double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    private void marked(OneServer server, int boots) {
        System.out.println("  guest     " + marker.find(server, boots));
    }

    private static void mustBe(String what, boolean it) {
        if (!it) {
            throw new IllegalStateException("the server is not " + what);
        }
    }

    private static String flavor(JsonNode server) {
        return server.path("flavor").path("original_name").asText();
    }

    private static void resize(OneServer server, String flavor) {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putObject("resize").put("flavorRef", flavor);
        server.act(body);
    }

    private static ObjectNode action(String word) {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putNull(word);
        return body;
    }

    private String createFlavor(int ram) {
        String flavor = name + "-" + ram;
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putObject("flavor")
                .put("id", flavor)
                .put("name", flavor)
                .put("vcpus", 1)
                .put("ram", ram)
                .put("disk", 1);
        client.compute("POST", "/flavors", body).good();
        return flavor;
    }
}
