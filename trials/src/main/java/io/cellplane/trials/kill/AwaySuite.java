package io.cellplane.trials.kill;

import io.cellplane.contracts.Patience;
import io.cellplane.db.control.CellRow;
import io.cellplane.standalone.apart.Program.Role;
import io.cellplane.standalone.client.ComputeClient.Answer;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.trials.kill.Clients.Seen;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Takes one component away for a while, looks at what clients see meanwhile, and at what is left when it is back. */
public final class AwaySuite {
    private static final Duration END = Duration.ofSeconds(150);
    private static final int SERVERS = 4;
    private static final int ACCEPTED = 202;
    private static final int GONE = 204;
    private static final int AWAY = 503;

    /** Short, so that what is away is soon away for longer than all of it. */
    private static final Patience PATIENCE = Fleet.PATIENCE
            .withHosts(Fleet.PATIENCE
                    .hosts()
                    .withAlive(Duration.ofSeconds(2))
                    .withAbsent(Duration.ofSeconds(10))
                    .withSpawn(Duration.ofSeconds(15))
                    .withSilent(Duration.ofSeconds(20)))
            .withSteps(Fleet.PATIENCE.steps().withCleaning(Duration.ofSeconds(8)))
            .withSweeps(Fleet.PATIENCE
                    .sweeps()
                    .withAdmittingStale(Duration.ofSeconds(10))
                    .withStartFails(Duration.ofSeconds(15)));

    /** Longer than anything waits before it takes the one for the other, gives up, or leaves a debt. */
    public static final Duration LONG = Stream.of(
                    PATIENCE.hosts().spawn().plus(PATIENCE.hosts().absent()),
                    PATIENCE.hosts().silent(),
                    PATIENCE.steps().cleaning(),
                    PATIENCE.sweeps().admittingStale(),
                    PATIENCE.sweeps().startFails(),
                    CellRow.SILENT)
            .max(Comparator.naturalOrder())
            .orElseThrow()
            .plusSeconds(10);

    private final Fleet fleet;
    private final Clients clients;
    private final Round round;
    private final Duration away;
    private final PrintStream out;
    private final List<String> problems = Collections.synchronizedList(new ArrayList<>());

    private AwaySuite(Fleet fleet, Clients clients, Round round, Duration away, PrintStream out) {
        this.fleet = fleet;
        this.clients = clients;
        this.round = round;
        this.away = away;
        this.out = out;
    }

    /** What is taken away. */
    public enum Scene {
        TEMPORAL,
        CELL_DATABASE_HUNG,
        MOVES_INTO_HUNG_CELL,
        NATS,
        EVERY_NATS,
        API_DATABASE,
        ROLLING_RESTART;

        @Override
        public String toString() {
            return token();
        }

        /** As an operator writes it. */
        public String token() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Plays the scenes against a cloud of its own.
     *
     * @param away for how long each component is away
     * @return what was not as it must be
     */
    public static List<String> run(
            List<Scene> scenes, Duration away, CloudOptions options, Path caches, PrintStream out) {
        Path faults = options.data().resolve("faults");
        Points points = new Points(faults);
        try (Fleet fleet = new Fleet(options, caches, faults, PATIENCE);
                Clients clients = new Clients(fleet)) {
            AwaySuite suite = new AwaySuite(fleet, clients, new Round(fleet, clients, points, false), away, out);
            scenes.forEach(suite::play);
            return suite.problems;
        }
    }

    private void play(Scene scene) {
        int before = problems.size();
        String name = Long.toHexString(System.nanoTime()) + "-";
        long begun = System.nanoTime();
        round.stock(SERVERS * 2, "stock-" + name);
        switch (scene) {
            case TEMPORAL -> temporal(name);
            case CELL_DATABASE_HUNG -> cellDatabaseHung(name);
            case MOVES_INTO_HUNG_CELL -> new HungCell(fleet, clients, round, problems, out).play("kill-" + name, away);
            case NATS -> new LostBus(fleet, clients, round, problems).play("kill-" + name, List.of("cell2"), away);
            case EVERY_NATS ->
                new LostBus(fleet, clients, round, problems)
                        .play("kill-" + name, fleet.cloud().cells(), away);
            case API_DATABASE -> apiDatabase(name);
            case ROLLING_RESTART -> new Rolling(fleet, clients, round, problems).play("kill-" + name);
        }
        round.leaks().forEach(leak -> problems.add(scene.token() + ": " + leak));
        out.printf(
                "%-20s %s  %.1f s%n",
                scene.token(),
                problems.size() == before ? "as it must be" : "NOT as it must be",
                (System.nanoTime() - begun) / 1e9);
        problems.subList(before, problems.size()).forEach(problem -> out.println("    " + problem));
    }

    private void check(boolean good, String problem) {
        if (!good) {
            problems.add(problem);
        }
    }

    /** Reads work, creates and deletes are accepted and happen afterwards. */
    private void temporal(String name) {
        List<String> doomed = active().limit(SERVERS).map(Seen::id).toList();
        var temporal = fleet.table().of(Role.TEMPORAL);
        fleet.kill(temporal);
        for (int i = 0; i < SERVERS; i++) {
            int status = clients.post("kill-" + name + i).status();
            check(status == ACCEPTED, "a create without Temporal was answered " + status);
        }
        for (String server : doomed) {
            int status = clients.call("DELETE", "/servers/" + server).status();
            check(status == GONE, "a delete without Temporal was answered " + status);
        }
        int shown = clients.call("GET", "/servers/detail").status();
        check(shown == 200, "a list without Temporal was answered " + shown);
        Until.pause(away);
        fleet.start(temporal);
        if (!fleet.temporalHasData()) {
            fleet.prepareTemporal();
        }
        ends(name, doomed);
    }

    /** Reads answer soon, the other cell's operations go on, its own when it is back. */
    private void cellDatabaseHung(String name) {
        Seen there = active().filter(server -> server.host().startsWith("cell2"))
                .findFirst()
                .orElseThrow();
        var database = fleet.table().named("mariadb-cell2");
        fleet.suspend(database);
        try {
            for (int i = 0; i < SERVERS; i++) {
                clients.boot("kill-" + name + i);
            }
            // The first reads find out; from then on the breaker is open.
            Until.within(END, () -> clients.call("GET", "/servers/detail").status() == 200);
            Until.within(Duration.ofSeconds(10), () -> {
                long asked = System.nanoTime();
                clients.call("GET", "/servers/detail");
                return System.nanoTime() - asked < Duration.ofSeconds(1).toNanos();
            });
            long asked = System.nanoTime();
            Answer list = clients.call("GET", "/servers/detail");
            out.printf("    a list over a hung cell took %d ms%n", (System.nanoTime() - asked) / 1_000_000);
            check(list.status() == 200, "a list over a hung cell was answered " + list.status());
            check(list.body().toString().contains(there.id()), "a server of the hung cell is missing in a list");
            Answer one = clients.call("GET", "/servers/" + there.id());
            check(one.status() != 404, "a server of the hung cell was answered 404");
            String elsewhere = "kill-" + name + "elsewhere";
            Answer posted = clients.post(elsewhere, "nova:cell1-host1");
            check(posted.status() == ACCEPTED, "a create in the other cell was answered " + posted.status());
            // Not by its name: such a list would lack the hung cell's, and is not there.
            String path = "/servers/" + posted.body().at("/server/id").asText();
            boolean up = Until.within(
                    END,
                    () -> clients.call("GET", path)
                            .body()
                            .at("/server/status")
                            .asText()
                            .equals("ACTIVE"));
            check(up, "a boot in the other cell did not go on");
            Until.pause(away);
        } finally {
            fleet.resume(database);
        }
        ends(name, List.of());
    }

    /** Everything answers 503, what is under way waits, nothing fails. */
    private void apiDatabase(String name) {
        for (int i = 0; i < SERVERS; i++) {
            clients.boot("kill-" + name + i);
        }
        var database = List.of(fleet.table().named("mariadb"));
        fleet.kill(database);
        long asked = System.nanoTime();
        int status = clients.call("GET", "/servers/detail").status();
        out.printf("    without its database the API answered after %d ms%n", (System.nanoTime() - asked) / 1_000_000);
        check(status == AWAY, "a list without the API's database was answered " + status);
        int posted = clients.post("kill-" + name + "refused").status();
        check(posted == AWAY, "a create without the API's database was answered " + posted);
        Until.pause(away);
        fleet.start(database);
        ends(name, List.of());
    }

    private Stream<Seen> active() {
        return round.seen().values().stream().filter(server -> server.status().equals("ACTIVE"));
    }

    private void ends(String name, List<String> doomed) {
        boolean ended = Until.within(END, () -> round.ended(doomed));
        check(ended, "not everything has ended: " + round.open());
        Map<String, Seen> seen = round.seen();
        seen.values().stream()
                .filter(server -> server.name().startsWith("kill-" + name))
                .filter(server -> !server.status().equals("ACTIVE"))
                .forEach(server -> problems.add(server + " should be ACTIVE"));
        check(Until.within(END, () -> round.debts().isEmpty()), "this is still owed: " + round.debts());
        clients.refused().forEach(problems::add);
    }
}
