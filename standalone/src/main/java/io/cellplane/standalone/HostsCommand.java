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
@Command(
        name = "hosts",
        description = "Lists hosts; retires one, strikes its debts, approves what it has, moves it to another cell.")
final class HostsCommand implements Callable<Integer> {
    private static final String PATH = "/os-cellplane-hosts";

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "list",
            paramLabel = "VERB",
            description = "list, retire, strike-debts, approve or move")
    private String verb = "list";

    @Parameters(index = "1", arity = "0..1", paramLabel = "HOST", description = "which one; all of them are listed")
    private @Nullable String host;

    @Parameters(index = "2", arity = "0..1", paramLabel = "CELL", description = "where it is moved to")
    private @Nullable String cell;

    @Mixin
    private final Data data = new Data();

    @Override
    public Integer call() {
        Quiet.logs();
        return run(data.running(), verb, host, cell);
    }

    /**
     * Asks the API.
     *
     * @return the exit code: 1 when it refused
     */
    static int run(CloudFile cloud, String verb, @Nullable String host, @Nullable String cell) {
        try (ComputeClient admin = ComputeClient.admin(cloud)) {
            if (verb.equals("list")) {
                all(admin, null).stream()
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
                case "move" -> move(admin, host, cell);
                default -> throw new Refused("hosts knows list, retire, strike-debts, approve and move, not " + verb);
            };
        }
    }

    /** As much as it reports now: what it says afterwards waits again. */
    private static int approve(ComputeClient admin, String host) {
        JsonNode row = all(admin, null).stream()
                .filter(each -> host.equals(each.path("host").asText()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no host " + host));
        return act(admin, host, body("approve", row.path("reported")), "is offered with " + row.path("reported"));
    }

    private static int move(ComputeClient admin, String host, @Nullable String cell) {
        if (cell == null) {
            throw new Refused("hosts move needs the name of a cell, too");
        }
        ObjectNode to = ComputeClient.JSON.createObjectNode().put("cell", cell);
        return act(admin, host, body("move", to), "is of cell " + cell + " now: tell its agent");
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

    /** @param cell null: of all cells */
    static List<JsonNode> all(ComputeClient admin, @Nullable String cell) {
        String of = cell == null ? "?" : "?cell=" + cell + "&";
        List<JsonNode> all = new ArrayList<>();
        String marker = "";
        while (true) {
            JsonNode page =
                    admin.compute("GET", PATH + of + marker, null).good().body();
            page.path("hosts").forEach(all::add);
            if (!page.has("hosts_links")) {
                return all;
            }
            marker = "marker=" + all.getLast().path("host").asText();
        }
    }

    static void print(JsonNode row) {
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
