package io.cellplane.trials.kill;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.trials.kill.Clients.Seen;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Many moves into a cell whose database hangs, and beside them the boots of another cell, as fast as ever. */
final class HungCell {
    private static final Duration END = Duration.ofSeconds(150);
    private static final int MOVES = 100;
    private static final int BOOTS = 60;

    private final Fleet fleet;
    private final Clients clients;
    private final Round round;
    private final List<String> problems;
    private final PrintStream out;

    HungCell(Fleet fleet, Clients clients, Round round, List<String> problems, PrintStream out) {
        this.fleet = fleet;
        this.clients = clients;
        this.round = round;
        this.problems = problems;
        this.out = out;
    }

    void play(String name, Duration away) {
        boot(name + "moved", MOVES);
        List<Seen> moved = clients.seen(name + "moved").values().stream()
                .filter(server -> server.status().equals("ACTIVE"))
                .toList();
        boot(name + "first", BOOTS);
        double usual = boot(name + "usual", BOOTS);
        var database = fleet.table().named("mariadb-cell2");
        fleet.suspend(database);
        try {
            moved.forEach(server -> clients.act(StepList.MIGRATE_ACROSS, server));
            Until.within(END, clients::idle);
            double beside = boot(name + "beside", BOOTS);
            int waiting = round.open().size();
            out.printf(
                    "    %.1f boots a second in cell1 as usual, %.1f while %d moves wait for cell2%n",
                    usual, beside, waiting);
            if (waiting < MOVES / 2) {
                problems.add("only " + waiting + " moves were under way into the cell that hung");
            }
            Until.pause(away);
        } finally {
            fleet.resume(database);
        }
        if (!Until.within(END, () -> round.ended(List.of()))) {
            problems.add("not every move into the cell that hung has ended: " + round.open());
        }
        clients.refused().forEach(problems::add);
    }

    /** @return how many were up a second, asked for at once */
    private double boot(String name, int count) {
        long begun = System.nanoTime();
        List<String> servers = IntStream.range(0, count)
                .parallel()
                .mapToObj(number -> clients.post(name + "-" + number, "nova:cell1-host" + (1 + number % 4)))
                .map(answer -> answer.good().body().at("/server/id").asText())
                .toList();
        for (String server : servers) {
            if (!Until.within(END, () -> shown(server).equals("ACTIVE"))) {
                problems.add("a boot of " + name + " is " + shown(server));
                return 0;
            }
        }
        return count / ((System.nanoTime() - begun) / 1e9);
    }

    private String shown(String server) {
        JsonNode shown = clients.call("GET", "/servers/" + server).good().body();
        return shown.at("/server/status").asText();
    }
}
