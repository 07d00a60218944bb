package io.cellplane.trials.races;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.conductor.ConductorConfig;
import io.cellplane.conductor.sweep.Clockwork;
import io.cellplane.conductor.sweep.Expiry;
import io.cellplane.conductor.sweep.Starter;
import io.cellplane.contracts.Patience;
import io.cellplane.process.config.Configuration;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.ComputeClient.Answer;
import io.cellplane.standalone.cloud.Cloud;
import io.cellplane.standalone.cloud.HostSize;
import io.cellplane.standalone.cloud.TestCloud;
import io.cellplane.temporal.client.Temporal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** A cloud of two cells with all its processes, an administrator who calls its API, and a second conductor's starter. */
final class Stage implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(90);
    static final int HOSTS = 2;
    static final String SMALL = "race-small";
    static final String LARGE = "race-large";
    /** No host has room for it. */
    static final String HUGE = "race-huge";

    /** Quick where it looks again, patient where a busy machine would be answered 503 or 409. */
    private static final Patience QUICK = Configuration.of(
                    "conductor",
                    ConductorConfig.class,
                    Map.of(
                            "cellplane.patience.hosts.taken", "500ms",
                            "cellplane.patience.hosts.hold", "200ms",
                            "cellplane.patience.hosts.alive", "500ms",
                            "cellplane.patience.steps.retry", "20ms",
                            "cellplane.patience.steps.retry-most", "200ms",
                            "cellplane.patience.sweeps.accepted-stale", "300ms",
                            "cellplane.patience.sweeps.every", "200ms",
                            "cellplane.patience.waits.start", "30s",
                            "cellplane.patience.waits.closing", "30s",
                            "cellplane.patience.waits.show", "30s"))
            .settings()
            .patience();
    /** A guest that goes its own way does so while others are looked at, not instead of them. */
    private static final Patience PATIENCE = QUICK.withHosts(QUICK.hosts().withSettled(Duration.ofDays(1)));

    private static final Duration POLL = Duration.ofMillis(20);

    final Cloud cloud;
    final ComputeClient client;
    final Clockwork sweeps;
    private final Temporal temporal;
    private final ObjectNode template;
    private final List<String> images;

    Stage(Path data) {
        cloud = TestCloud.start(TestCloud.options(data)
                .withHosts(HOSTS, new HostSize(64, 65_536, 1024))
                .withPatience(PATIENCE));
        client = ComputeClient.admin(cloud.file());
        temporal = new Temporal(cloud.temporal().address(), "default", "races", 1);
        Starter starter = new Starter(cloud.api(), cloud.cellDatabases(), temporal, PATIENCE);
        sweeps = new Clockwork(
                List.of(starter, new Expiry(cloud.api(), cloud.cellDatabases(), PATIENCE, starter::startNow)));
        flavor(SMALL, 1, 64);
        flavor(LARGE, 2, 128);
        flavor(HUGE, 1000, 128);
        template = client.server("race", SMALL);
        images = client.images();
    }

    private void flavor(String name, int vcpus, int ram) {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putObject("flavor")
                .put("id", name)
                .put("name", name)
                .put("vcpus", vcpus)
                .put("ram", ram)
                .put("disk", 1);
        client.compute("POST", "/flavors", body).good();
    }

    /** Boots one and returns when it is ACTIVE. */
    String boot(String name) {
        return boot(name, "nova");
    }

    /** @param zone {@code nova:<host>} for one host */
    String boot(String name, String zone) {
        String server = ask(name, zone);
        await(server, Set.of("ACTIVE"));
        return server;
    }

    private String ask(String name, String zone) {
        return id(post(name, zone));
    }

    /** Asks for one; it boots from now on. */
    Answer post(String name, String zone) {
        ObjectNode body = template.deepCopy();
        ((ObjectNode) body.path("server")).put("name", name).put("availability_zone", zone);
        return client.compute("POST", "/servers", body);
    }

    /** Of the server that was asked for. */
    static String id(Answer created) {
        return created.good().body().path("server").path("id").asText();
    }

    /** Asks again for as long as it is told to come again: a cell whose database is entered anew may be slow at first. */
    static Answer again(Supplier<Answer> call) {
        return Awaitility.await("until it is not told to come again")
                .atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(
                        call::get,
                        answer -> answer.status() != 503
                                || answer.headers().firstValue("Retry-After").isEmpty());
    }

    Answer get(String server) {
        return client.compute("GET", "/servers/" + server, null);
    }

    Answer act(String server, ObjectNode action) {
        return client.compute("POST", "/servers/" + server + "/action", action);
    }

    /** An action without arguments. */
    static ObjectNode plain(String word) {
        return ComputeClient.JSON.createObjectNode().putNull(word);
    }

    static ObjectNode resize(String flavor) {
        ObjectNode action = ComputeClient.JSON.createObjectNode();
        action.putObject("resize").put("flavorRef", flavor);
        return action;
    }

    static ObjectNode migrate(String host) {
        ObjectNode action = ComputeClient.JSON.createObjectNode();
        action.putObject("migrate").put("host", host);
        return action;
    }

    static ObjectNode reboot(String type) {
        ObjectNode action = ComputeClient.JSON.createObjectNode();
        action.putObject("reboot").put("type", type);
        return action;
    }

    /** A host of the cell where the host is not. */
    static String elsewhere(String host, int number) {
        return (host.startsWith("cell1") ? "cell2" : "cell1") + "-host" + (1 + number % HOSTS);
    }

    static String status(JsonNode server) {
        return server.path("status").asText();
    }

    static String host(JsonNode server) {
        return server.path("OS-EXT-SRV-ATTR:host").asText();
    }

    static String cell(JsonNode server) {
        return host(server).replaceFirst("-host.*", "");
    }

    static String flavor(JsonNode server) {
        return server.path("flavor").path("original_name").asText();
    }

    /** @throws IllegalStateException when it is in ERROR instead */
    JsonNode await(String server, Set<String> statuses) {
        return Awaitility.await("server " + server + " in " + statuses)
                .atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(() -> seen(server), shown -> statuses.contains(status(shown)));
    }

    /** @throws IllegalStateException when it is in ERROR */
    JsonNode seen(String server) {
        return seen(get(server));
    }

    /** The same of what was answered. */
    static JsonNode seen(Answer answer) {
        JsonNode shown = answer.good().body().path("server");
        if (status(shown).equals("ERROR")) {
            throw new IllegalStateException(
                    "server " + shown.path("id").asText() + " is in ERROR: " + shown.path("fault"));
        }
        return shown;
    }

    /** Until nothing is being done to it. */
    void settle(UUID server) {
        Awaitility.await("nothing open of " + server)
                .atMost(SOON)
                .pollInterval(POLL)
                .until(() -> cloud.api().operations().openOf(server), List::isEmpty);
    }

    /** What is not as it must be, over all databases and hosts, and images that nobody needs any more. */
    List<String> wrongs() {
        List<String> wrongs = new ArrayList<>();
        JsonNode audit =
                client.compute("GET", "/os-cellplane-audit", null).good().body().path("audit");
        audit.path("findings").forEach(finding -> wrongs.add(finding.toString()));
        audit.path("not_asked").forEach(absent -> wrongs.add("not asked: " + absent));
        List<String> left = new ArrayList<>(client.images());
        left.removeAll(images);
        left.forEach(image -> wrongs.add("image " + image + " is left"));
        return wrongs;
    }

    /** Runs them at once, and collects what each found wrong. */
    static List<String> together(List<Callable<List<String>>> works) throws InterruptedException {
        List<String> wrongs = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<List<String>> each : threads.invokeAll(works)) {
                try {
                    wrongs.addAll(each.get());
                } catch (ExecutionException e) {
                    wrongs.add(String.valueOf(e.getCause()));
                }
            }
        }
        return wrongs;
    }

    @Override
    public void close() {
        sweeps.close();
        temporal.close();
        client.close();
        cloud.close();
    }
}
