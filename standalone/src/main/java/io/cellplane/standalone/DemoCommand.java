package io.cellplane.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.operations.WorkflowIds;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.ComputeClient.Answer;
import io.cellplane.standalone.client.Records;
import io.cellplane.standalone.cloud.CloudFile;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Boots, shows and deletes servers on two cells over HTTP, as any client would, and audits what is left. */
final class DemoCommand {
    private static final Duration MOST = Duration.ofMinutes(2);
    private static final int POLL_MILLIS = 50;

    private final CloudFile cloud;
    private final ComputeClient client;
    private final String mark = UUID.randomUUID().toString().substring(0, 8);

    private DemoCommand(CloudFile cloud, ComputeClient client) {
        this.cloud = cloud;
        this.client = client;
    }

    static int run(List<String> words) {
        if (words.contains("--help")) {
            System.out.println("Options of demo: --data FOLDER, where the cloud's data lie (.cellplane)");
            return 0;
        }
        Quiet.logs();
        Arguments given = new Arguments(words, Map.of(), Set.of("--data"), Set.of());
        Path data = given.text("--data").map(Path::of).orElse(UpOptions.home());
        try (Borrowed cloud = Borrowed.runningOrOwn(data, data, List.of());
                ComputeClient client = ComputeClient.admin(cloud.file())) {
            return new DemoCommand(cloud.file(), client).run();
        }
    }

    private int run() {
        long begun = System.nanoTime();
        String flavor = "demo-" + mark;
        String key = "demo-" + mark;
        System.out.println("Logged in as admin; creating the flavor and the key pair " + key + ".");
        createFlavor(flavor);
        createKeyPair(key);
        List<String> servers = new ArrayList<>();
        try {
            for (String cell : cloud.cells()) {
                servers.add(boot("demo-" + mark + "-" + cell, flavor, key, "nova:" + cell + "-host1"));
            }
            servers.add(boot("demo-" + mark + "-anywhere", flavor, key, "nova"));
            List<JsonNode> shown = servers.stream()
                    .map(id -> await(id, answer -> !status(answer).equals("BUILD")))
                    .map(answer -> answer.good().body().path("server"))
                    .toList();
            try (Records records = new Records(cloud)) {
                shown.forEach(server -> show(server, records));
            }
            boolean active = shown.stream()
                    .allMatch(server -> server.path("status").asText().equals("ACTIVE"));
            System.out.printf("%n%d servers after %.1f s.%n", shown.size(), (System.nanoTime() - begun) / 1e9);
            delete(servers);
            int audit = AuditCommand.run(cloud);
            return active ? audit : 1;
        } finally {
            client.compute("DELETE", "/os-keypairs/" + key, null);
            client.compute("DELETE", "/flavors/" + flavor, null);
        }
    }

    private void createFlavor(String name) {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putObject("flavor")
                .put("id", name)
                .put("name", name)
                .put("vcpus", 1)
                .put("ram", 512)
                .put("disk", 1);
        client.compute("POST", "/flavors", body).good();
    }

    private void createKeyPair(String name) {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putObject("keypair").put("name", name);
        client.compute("POST", "/os-keypairs", body).good();
    }

    private String boot(String name, String flavor, String key, String zone) {
        ObjectNode body = client.server(name, flavor);
        ((ObjectNode) body.path("server")).put("key_name", key).put("availability_zone", zone);
        String id = client.compute("POST", "/servers", body)
                .good()
                .body()
                .path("server")
                .path("id")
                .asText();
        System.out.println("POST /servers: " + name + " is " + id);
        return id;
    }

    private void show(JsonNode server, Records records) {
        String id = server.path("id").asText();
        String host = server.path("OS-EXT-SRV-ATTR:host").asText("-");
        System.out.printf(
                "%n%-24s %-8s %s/%s%n",
                server.path("name").asText(), server.path("status").asText(), host.replaceFirst("-host.*", ""), host);
        if (server.has("fault")) {
            System.out.println(
                    "  fault     " + server.path("fault").path("message").asText());
        }
        Answer actions = client.compute("GET", "/servers/" + id + "/os-instance-actions", null);
        for (JsonNode action : actions.good().body().path("instanceActions")) {
            Answer whole = client.compute(
                    "GET",
                    "/servers/" + id + "/os-instance-actions/"
                            + action.path("request_id").asText(),
                    null);
            for (JsonNode event : whole.good().body().path("instanceAction").path("events")) {
                System.out.printf(
                        "  step      %-30s %-8s %s%n",
                        event.path("event").asText(),
                        event.path("result").asText("-"),
                        event.path("finish_time").asText());
            }
        }
        records.boot(UUID.fromString(id)).ifPresent(operation -> {
            String workflow = WorkflowIds.of(UUID.fromString(id), Kind.BOOT, operation);
            System.out.println("  workflow  " + workflow);
            if (cloud.temporalUi() != null) {
                System.out.println("            " + cloud.temporalUi() + "/namespaces/default/workflows/"
                        + URLEncoder.encode(workflow, StandardCharsets.UTF_8));
            }
        });
    }

    private void delete(List<String> servers) {
        servers.forEach(id -> client.compute("DELETE", "/servers/" + id, null).good());
        servers.forEach(id -> await(id, answer -> answer.status() == 404));
        System.out.println("Deleted; every one answers 404.");
    }

    private static String status(Answer answer) {
        return answer.good().body().path("server").path("status").asText();
    }

    private Answer await(String id, Predicate<Answer> wanted) {
        long deadline = System.nanoTime() + MOST.toNanos();
        while (true) {
            Answer answer = client.compute("GET", "/servers/" + id, null);
            if (wanted.test(answer)) {
                return answer;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("server " + id + " stays as it is: " + answer.body());
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
