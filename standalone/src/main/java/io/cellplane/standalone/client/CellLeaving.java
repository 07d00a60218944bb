package io.cellplane.standalone.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.cloud.CloudFile;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * While it is open, servers that may leave their cell do so whenever they move: an aggregate of all hosts weighs against
 * hosts of the cell in which a server is. Placement may take a second to notice.
 */
public final class CellLeaving implements AutoCloseable {
    private static final String WEIGHT = "-1000000";

    private final ComputeClient client;
    private final List<String> hosts;
    private final String path;

    public CellLeaving(CloudFile cloud, ComputeClient client) {
        this.client = client;
        this.hosts = cloud.cells().stream()
                .flatMap(cell -> IntStream.rangeClosed(1, cloud.hosts()).mapToObj(number -> cell + "-host" + number))
                .toList();
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putObject("aggregate").put("name", "leaving-" + UUID.randomUUID());
        this.path = "/os-aggregates/"
                + client.compute("POST", "/os-aggregates", body)
                        .good()
                        .body()
                        .path("aggregate")
                        .path("id")
                        .asInt();
        ObjectNode metadata = ComputeClient.JSON.createObjectNode();
        metadata.putObject("set_metadata").putObject("metadata").put("cross_cell_move_weight_multiplier", WEIGHT);
        client.compute("POST", path + "/action", metadata).good();
        hosts.forEach(host -> with("add_host", host));
    }

    private void with(String action, String host) {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putObject(action).put("host", host);
        client.compute("POST", path + "/action", body).good();
    }

    @Override
    public void close() {
        hosts.forEach(host -> with("remove_host", host));
        client.compute("DELETE", path, null).good();
    }
}
