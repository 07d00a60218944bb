package io.cellplane.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.process.SecretFiles;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.cloud.CloudFile;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cells, and what operators do with them. */
@Command(
        name = "cells",
        description =
                "Lists cells; shows, creates, updates, disables, enables, verifies, deletes one; lists its hosts.")
final class CellsCommand implements Callable<Integer> {
    private static final String PATH = "/os-cellplane-cells";

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "list",
            paramLabel = "VERB",
            description = "list, show, create, update, disable, enable, verify, hosts or delete")
    private String verb = "list";

    @Parameters(index = "1", arity = "0..1", paramLabel = "CELL", description = "which one; all of them are verified")
    private @Nullable String cell;

    @Mixin
    private final Addresses addresses = new Addresses();

    @Mixin
    private final Data data = new Data();

    /** How the cell is reached. What is not said stays as it is. */
    static final class Addresses {
        @Option(
                names = "--database",
                paramLabel = "URL",
                description = "jdbc:mysql://HOST:PORT/NAME, its schema migrated")
        @Nullable String database;

        @Option(names = "--user", paramLabel = "NAME", description = "the database's account")
        @Nullable String user;

        @Option(names = "--password-file", paramLabel = "FILE", description = "with the account's password")
        @Nullable String passwordFile;

        @Option(names = "--bus", paramLabel = "URL", description = "nats://HOST:PORT")
        @Nullable String bus;

        @Option(names = "--uuid", description = "of the cell whose database it is already")
        @Nullable String uuid;

        @Option(names = "--disabled", description = "nothing is placed there until it is enabled")
        boolean disabled;

        ObjectNode body() {
            ObjectNode cell = ComputeClient.JSON.createObjectNode();
            ObjectNode account = ComputeClient.JSON.createObjectNode();
            put(account, "url", database);
            put(account, "user", user);
            put(account, "password", passwordFile == null ? null : SecretFiles.password(passwordFile));
            if (!account.isEmpty()) {
                cell.set("database", account);
            }
            put(cell, "bus_url", bus);
            put(cell, "uuid", uuid);
            return cell;
        }

        private static void put(ObjectNode node, String key, @Nullable String value) {
            if (value != null) {
                node.put(key, value);
            }
        }
    }

    @Override
    public Integer call() {
        Quiet.logs();
        return run(data.running(), verb, cell, addresses);
    }

    /**
     * Asks the API.
     *
     * @return the exit code: 1 when it refused, or something does not fit
     */
    static int run(CloudFile cloud, String verb, @Nullable String cell, Addresses addresses) {
        try (ComputeClient admin = ComputeClient.admin(cloud)) {
            return switch (verb) {
                case "list" -> {
                    all(admin).forEach(CellsCommand::print);
                    yield 0;
                }
                case "verify" -> verify(admin, cell);
                default -> one(admin, verb, required(verb, cell), addresses);
            };
        }
    }

    private static String required(String verb, @Nullable String cell) {
        if (cell == null) {
            throw new Refused("cells " + verb + " needs the name of a cell");
        }
        return cell;
    }

    private static int one(ComputeClient admin, String verb, String cell, Addresses addresses) {
        String path = PATH + "/" + cell;
        return switch (verb) {
            case "show" ->
                say(admin.compute("GET", path, null), body -> body.path("cell").toPrettyString());
            case "create" -> {
                ObjectNode asked = addresses.body().put("name", cell).put("disabled", addresses.disabled);
                yield did(admin.compute("POST", PATH, wrapped(asked)), cell, "is created");
            }
            case "update" ->
                did(admin.compute("PUT", path, wrapped(addresses.body())), cell, "is where the registry says now");
            case "disable" -> act(admin, cell, "disable", "takes no more servers");
            case "enable" -> act(admin, cell, "enable", "takes servers");
            case "delete" -> did(admin.compute("DELETE", path, null), cell, "is deleted; its database is as it was");
            case "hosts" -> {
                admin.compute("GET", path, null).good();
                HostsCommand.all(admin, cell).forEach(HostsCommand::print);
                yield 0;
            }
            default ->
                throw new Refused("cells knows list, show, create, update, disable, enable, verify, hosts and delete,"
                        + " not " + verb);
        };
    }

    private static ObjectNode wrapped(ObjectNode cell) {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.set("cell", cell);
        return body;
    }

    private static int act(ComputeClient admin, String cell, String action, String done) {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.set(action, null);
        return did(admin.compute("POST", PATH + "/" + cell + "/action", body), cell, done);
    }

    private static int did(ComputeClient.Answer answer, String cell, String done) {
        return say(answer, _ -> "Cell " + cell + " " + done + ".");
    }

    private static int say(ComputeClient.Answer answer, Function<JsonNode, String> words) {
        boolean refused = answer.status() >= 300;
        System.out.println(refused ? answer.message() : words.apply(answer.body()));
        return refused ? 1 : 0;
    }

    private static int verify(ComputeClient admin, @Nullable String only) {
        List<String> names = only == null
                ? all(admin).stream().map(row -> row.path("name").asText()).toList()
                : List.of(only);
        int mismatches = 0;
        for (String name : names) {
            JsonNode found = admin.compute("GET", PATH + "/" + name + "/verify", null)
                    .good()
                    .body()
                    .path("verify");
            for (JsonNode each : found.path("mismatches")) {
                mismatches++;
                String whose = each.path("host").isNull()
                        ? ""
                        : " " + each.path("host").asText();
                System.out.println("cell " + name + ", " + each.path("about").asText() + whose + ": "
                        + each.path("says").asText());
            }
            for (JsonNode absent : found.path("not_asked")) {
                System.out.println("cell " + name + ": its " + absent.asText() + " does not answer");
            }
        }
        System.out.println(mismatches == 0 ? "Everything that answered fits." : mismatches + " mismatches.");
        return mismatches == 0 ? 0 : 1;
    }

    private static List<JsonNode> all(ComputeClient admin) {
        JsonNode cells = admin.compute("GET", PATH, null).good().body().path("cells");
        return cells.valueStream().toList();
    }

    private static void print(JsonNode row) {
        System.out.printf(
                "%-16s %s %-8s %s %s%n",
                row.path("name").asText(),
                row.path("uuid").asText(),
                row.path("disabled").asBoolean() ? "disabled" : "enabled",
                row.at("/database/url").asText(),
                row.path("bus_url").isNull() ? "-" : row.path("bus_url").asText());
    }
}
