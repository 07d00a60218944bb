package io.cellplane.trials.kill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.ComputeClient.Answer;
import io.cellplane.standalone.lab.LabCloud;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Clients that boot and delete servers and all that lies between, each in a thread of its own, and do what a person does whose call was lost. */
final class Clients implements AutoCloseable {
    private static final Duration ACCEPTED = Duration.ofMinutes(2);
    private static final int REFUSED = 400;
    private static final int NOT_FOUND = 404;
    private static final String INTERFACES = "/os-interface";
    private static final int SERVER_ERROR = 500;

    private final ComputeClient client;
    private final Fleet fleet;
    /** Of which a resize takes the other one. */
    private final List<String> flavors;

    private final ObjectNode body;
    private final AtomicInteger busy = new AtomicInteger();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    Clients(Fleet fleet) {
        this.fleet = fleet;
        client = ComputeClient.admin(fleet.cloud());
        flavors = fleet.isLab() ? List.of(flavor(128), flavor(160)) : List.of(flavor(64), flavor(128));
        body = fleet.isLab()
                ? client.server("", flavors.getFirst(), LabCloud.IMAGE, "marker=kept\n")
                : client.server("", flavors.getFirst());
    }

    private String flavor(int ram) {
        String flavor = "kill-" + UUID.randomUUID();
        ObjectNode asked = ComputeClient.JSON.createObjectNode();
        asked.putObject("flavor")
                .put("id", flavor)
                .put("name", flavor)
                .put("vcpus", 1)
                .put("ram", ram)
                .put("disk", 1);
        client.compute("POST", "/flavors", asked).good();
        return flavor;
    }

    /** Asks once; whether it was accepted is seen by its name. */
    void boot(String name) {
        begin(() -> note("POST of " + name, post(name)));
    }

    /** Asks once and tells the answer. */
    Answer post(String name) {
        return post(name, "nova");
    }

    /** @param zone {@code nova:<host>} for one host */
    Answer post(String name, String zone) {
        ObjectNode named = body.deepCopy();
        ((ObjectNode) named.path("server")).put("name", name).put("availability_zone", zone);
        return client.compute("POST", "/servers", named);
    }

    /** A call without a body. */
    Answer call(String method, String path) {
        return client.compute(method, path, null);
    }

    /** Asks until it has been accepted. */
    void delete(String server) {
        begin(() -> {
            while (true) {
                try {
                    Answer answer = client.compute("DELETE", "/servers/" + server, null);
                    note("DELETE of " + server, answer);
                    if (answer.status() < SERVER_ERROR) {
                        return;
                    }
                } catch (UncheckedIOException lost) {
                    // The API died: asked again.
                }
                Until.pause(Duration.ofMillis(200));
            }
        });
    }

    /** Asks until it has been accepted, or was and is done. */
    void act(StepList operation, Seen server) {
        Asked asked = asked(operation, server);
        begin(() -> {
            Answer[] last = new Answer[1];
            boolean accepted = Until.within(fleet.patient(ACCEPTED), () -> {
                try {
                    last[0] = client.compute(asked.method(), "/servers/" + server.id() + asked.path(), asked.body());
                    return last[0].status() < REFUSED || (last[0].status() < SERVER_ERROR && isDone(operation, server));
                } catch (UncheckedIOException lost) {
                    return false; // The API died: asked again.
                }
            });
            if (!accepted) {
                refused.add(asked + " of " + server.id() + " was not accepted: " + last[0]);
            }
        });
    }

    /** A request about a server. */
    private record Asked(
            String method, String path, @Nullable ObjectNode body) {}

    private Asked asked(StepList operation, Seen server) {
        return switch (operation) {
            case ATTACH_INTERFACE -> {
                ObjectNode any = ComputeClient.JSON.createObjectNode();
                any.putObject(operation.key());
                yield new Asked("POST", INTERFACES, any);
            }
            case DETACH_INTERFACE -> new Asked("DELETE", INTERFACES + "/" + port(server), null);
            default -> new Asked("POST", "/action", action(operation, server));
        };
    }

    private String port(Seen server) {
        return call("GET", "/servers/" + server.id() + INTERFACES)
                .good()
                .body()
                .at("/interfaceAttachments/0/port_id")
                .asText();
    }

    private boolean isDone(StepList operation, Seen server) {
        Answer shown = call("GET", "/servers/" + server.id());
        return shown.body()
                .path("server")
                .path("status")
                .asText()
                .equals(operation.after().status());
    }

    private ObjectNode action(StepList operation, Seen server) {
        ObjectNode asked = ComputeClient.JSON.createObjectNode();
        List<String> argument = operation.argument();
        if (argument.isEmpty()) {
            return asked.putNull(operation.key());
        }
        String value = switch (argument.getLast()) {
            case StepList.OTHER_FLAVOR -> flavors.get(server.flavor().equals(flavors.getFirst()) ? 1 : 0);
            case StepList.OTHER_CELL -> fleet.elsewhere(server.host());
            default -> argument.getLast();
        };
        asked.putObject(operation.key()).put(argument.getFirst(), value);
        return asked;
    }

    private void note(String what, Answer answer) {
        if (answer.status() >= REFUSED && answer.status() < SERVER_ERROR && answer.status() != NOT_FOUND) {
            refused.add(what + " was answered " + answer.status() + ": " + answer.body());
        }
    }

    private void begin(Runnable work) {
        busy.incrementAndGet();
        Thread.ofVirtual().start(() -> {
            try {
                work.run();
            } catch (UncheckedIOException lost) {
                // The API died: whether it accepted is seen later.
            } finally {
                busy.decrementAndGet();
            }
        });
    }

    boolean idle() {
        return busy.get() == 0;
    }

    /** Answers that no kill explains; asking empties them. */
    List<String> refused() {
        List<String> all = List.copyOf(refused);
        refused.removeAll(all);
        return all;
    }

    /** A server as a list shows it. */
    record Seen(String id, String name, String status, String host, String flavor) {}

    /** Every server whose name begins so, by id. @throws UncheckedIOException while the API is away */
    Map<String, Seen> seen(String prefix) {
        Map<String, Seen> all = new HashMap<>();
        Answer answer = client.compute(
                "GET",
                "/servers/detail?all_tenants=1&limit=1000&name=" + URLEncoder.encode(prefix, StandardCharsets.UTF_8),
                null);
        for (JsonNode server : answer.good().body().path("servers")) {
            Seen one = new Seen(
                    server.path("id").asText(),
                    server.path("name").asText(),
                    server.path("status").asText(),
                    server.path("OS-EXT-SRV-ATTR:host").asText(""),
                    server.path("flavor").path("original_name").asText());
            all.put(one.id(), one);
        }
        return all;
    }

    /** What the audit finds that asks every host too; who does not answer is left out. */
    List<String> audit() {
        List<String> findings = new ArrayList<>();
        call("GET", "/os-cellplane-audit")
                .good()
                .body()
                .path("audit")
                .path("findings")
                .forEach(finding -> findings.add(finding.toString()));
        return findings;
    }

    @Override
    public void close() {
        client.close();
    }
}
