package io.cellplane.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.cloud.CloudFile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Hosts, and what operators do with one that does not come back or says more than is believed. */
@Command(name = "hosts", description = "Lists hosts; retires one, strikes its debts, approves what it has.")
final class HostsCommand implements Callable<Integer> {
    private static final String PATH = "/os-cellplane-hosts";

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "list",
            paramLabel = "VERB",
            description = "list, retire, strike-debts or approve")
    private String verb = "list";

    @Parameters(index = "1", arity = "0..1", paramLabel = "HOST", description = "which one; all of them are listed")
    private @Nullable String host;

    @Mixin
    private final Data data = new Data();

    @Override
    public Integer call() {
        Quiet.logs();
        return run(data.running(), verb, host);
    }

    /**
     * Asks the API.
     *
     * @return the exit code: 1 when it refused
     */
    static int run(CloudFile cloud, String verb, @Nullable String host) {
        try (ComputeClient admin = ComputeClient.admin(cloud)) {
            if (verb.equals("list")) {
                all(admin).stream()
                        .filter(row ->
                                host == null || host.equals(row.path("host").asText()))
                        .forEach(HostsCommand::print);
                return 0;
            }
            if (host == null) {
                throw new Refused("hosts " + verb + " needs the name of a host");
            }
            return switch (verb) {
                case "retire" -> act(admin, host, body("retire", null), "is retired");
                case "strike-debts" -> act(admin, host, body("strike_debts", null), "owes nothing any more");
                case "approve" -> approve(admin, host);
                default -> throw new Refused("hosts knows list, retire, strike-debts and approve, not " + verb);
            };
        }
    }

    /** As much as it reports now: what it says afterwards waits again. */
    private static int approve(ComputeClient admin, String host) {
        JsonNode row = all(admin).stream()
                .filter(each -> host.equals(each.path("host").asText()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no host " + host));
        return act(admin, host, body("approve", row.path("reported")), "is offered with " + row.path("reported"));
    }

    private static ObjectNode body(String action, @Nullable JsonNode what) {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.set(action, what);
        return body;
    }

    private static int act(ComputeClient admin, String host, ObjectNode body, String done) {
        ComputeClient.Answer answer = admin.compute("POST", PATH + "/" + host + "/action", body);
        if (answer.status() >= 300) {
            System.out.println(answer.message());
            return 1;
        }
        System.out.println("Host " + host + " " + done + ".");
        return 0;
    }

    private static List<JsonNode> all(ComputeClient admin) {
        List<JsonNode> all = new ArrayList<>();
        String marker = "";
        while (true) {
            JsonNode page = admin.compute("GET", PATH + marker, null).good().body();
            page.path("hosts").forEach(all::add);
            if (!page.has("hosts_links")) {
                return all;
            }
            marker = "?marker=" + all.getLast().path("host").asText();
        }
    }

    private static void print(JsonNode row) {
        String state = !row.path("retired_at").isNull()
                ? "retired"
                : row.path("forced_down").asBoolean()
                        ? "forced down"
                        : row.path("state").asText();
        boolean waits = !row.path("reported").equals(row.path("offered"));
        System.out.printf(
                "%-24s %-12s %-12s %4d servers %4d debts  %s%s%n",
                row.path("host").asText(),
                row.path("cell").asText(),
                state,
                row.path("servers").asInt(),
                row.path("debts").asInt(),
                row.path("offered"),
                waits ? " of " + row.path("reported") + ": the rest waits for approval" : "");
    }
}
