package io.cellplane.trials.races;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.ProviderRow;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.ComputeClient.Answer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes one cell at any moment, while clients work: disables and enables it, gives its database another account, and tries
 * to delete what is in use. The other cell always takes servers.
 */
final class Operator implements Callable<List<String>>, AutoCloseable {
    private static final String PATH = "/os-cellplane-cells";
    private static final String WORD = "another word";
    private static final int PAUSE_MILLIS = 150;

    private final Stage stage;
    private final String cell;
    private final Random random;
    private final BooleanSupplier goesOn;
    private final DatabaseSettings first;
    private final List<String> accounts = new ArrayList<>();
    private final List<String> wrongs = new ArrayList<>();
    private final Map<String, Integer> tally = new TreeMap<>();
    /** Servers that had something there when it was disabled; null while it is not. */
    private @Nullable Set<UUID> there;

    Operator(Stage stage, String cell, Random random, BooleanSupplier goesOn) {
        this.stage = stage;
        this.cell = cell;
        this.random = random;
        this.goesOn = goesOn;
        this.first = stage.cloud.cellDatabases().of(cell).database().settings();
    }

    /** What it did, and how often. */
    Map<String, Integer> tally() {
        return tally;
    }

    @Override
    public List<String> call() {
        while (goesOn.getAsBoolean() && wrongs.isEmpty()) {
            switch (random.nextInt(6)) {
                case 0, 1 -> toggle();
                case 2 -> rotate();
                case 3 -> said("cell is not deleted", ask("DELETE", PATH + "/" + cell, null), 409);
                case 4 -> said("service is not deleted", ask("DELETE", "/os-services/" + service(), null), 409);
                default ->
                    said(
                            "account that is refused is not taken",
                            ask("PUT", PATH + "/" + cell, account("nobody", WORD)),
                            409);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(PAUSE_MILLIS)));
        }
        if (there != null) {
            toggle();
        }
        return wrongs;
    }

    private void toggle() {
        Set<UUID> before = there;
        if (before == null) {
            said("disabled", ask("POST", PATH + "/" + cell + "/action", Stage.plain("disable")), 202);
            there = holders();
            return;
        }
        Set<UUID> come = holders();
        come.removeAll(before);
        come.forEach(server -> wrongs.add("server " + server + " came to " + cell + ", which is disabled"));
        said("enabled", ask("POST", PATH + "/" + cell + "/action", Stage.plain("enable")), 202);
        there = null;
    }

    /** Servers that have, or had, anything claimed on a host of it. */
    private Set<UUID> holders() {
        Set<UUID> providers = stage.cloud.api().providers().all().stream()
                .filter(row -> row.cell().equals(cell))
                .map(ProviderRow::uuid)
                .collect(Collectors.toSet());
        return stage.cloud.api().allocations().all().stream()
                .filter(row -> providers.contains(row.provider()))
                .map(AllocationRow::server)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Who works with the former account ends by itself. */
    private void rotate() {
        String user = "race_" + UUID.randomUUID().toString().substring(0, 8);
        String database = first.url().substring(first.url().lastIndexOf('/') + 1);
        sql("create user '" + user + "'@'%' identified by '" + WORD + "'");
        accounts.add(user);
        sql("grant all on " + database + ".* to '" + user + "'@'%'");
        said("given another account", ask("PUT", PATH + "/" + cell, account(user, WORD)), 200);
    }

    private static ObjectNode account(String user, String password) {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putObject("cell").putObject("database").put("user", user).put("password", password);
        return body;
    }

    private String service() {
        JsonNode services = ask("GET", "/os-services?host=" + cell + "-host1", null)
                .good()
                .body()
                .path("services");
        return services.path(0).path("id").asText();
    }

    private Answer ask(String method, String path, @Nullable ObjectNode body) {
        return Stage.again(() -> stage.client.compute(method, path, body));
    }

    private void said(String what, Answer answer, int wanted) {
        tally.merge(what, 1, Integer::sum);
        if (answer.status() != wanted) {
            wrongs.add("cell " + cell + ", " + what + ": answered " + answer.status() + " " + answer.body());
        }
    }

    private void sql(String statement) {
        try (Connection connection = DriverManager.getConnection(first.url(), first.user(), first.password());
                Statement made = connection.createStatement()) {
            made.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    /** The cell has its first account again. */
    @Override
    public void close() {
        ask("PUT", PATH + "/" + cell, account(first.user(), first.password())).good();
        accounts.forEach(user -> sql("drop user '" + user + "'@'%'"));
    }
}
