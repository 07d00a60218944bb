package io.cellplane.trials.kill;

import io.cellplane.db.control.HostStateRow;
import io.cellplane.standalone.apart.Program;
import io.cellplane.standalone.client.ComputeClient.Answer;
import io.cellplane.standalone.client.Records;
import io.cellplane.trials.kill.Clients.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The buses of some cells are away for so long that all their hosts have been silent for longer than they may. */
final class LostBus {
    private static final Duration END = Duration.ofSeconds(150);
    private static final int ACCEPTED = 202;
    private static final int EACH = 3;

    private final Fleet fleet;
    private final Clients clients;
    private final Round round;
    private final List<String> problems;
    private final List<String> booted = new ArrayList<>();

    LostBus(Fleet fleet, Clients clients, Round round, List<String> problems) {
        this.fleet = fleet;
        this.clients = clients;
        this.round = round;
        this.problems = problems;
    }

    /** Boots before, in and late in the outage, a stop and deletes: whatever needs a host waits for the bus and goes on. */
    void play(String name, List<String> cells, Duration away) {
        List<Program> buses =
                cells.stream().map(cell -> fleet.table().named("nats-" + cell)).toList();
        List<Seen> there = round.seen().values().stream()
                .filter(server -> server.status().equals("ACTIVE"))
                .filter(server -> isIn(cells, server.host()))
                .toList();
        if (there.size() < 2) {
            problems.add("only " + there.size() + " servers are in " + cells);
            return;
        }
        Seen stopped = there.get(0);
        List<String> doomed = List.of(there.get(1).id());
        boot(name + "before", "nova:" + cells.getLast() + "-host1");
        fleet.kill(buses);
        boot(name + "during", "nova:" + cells.getLast() + "-host2");
        boot(name + "anywhere", "nova");
        clients.act(StepList.STOP, stopped);
        doomed.forEach(clients::delete);
        Until.pause(away);
        if (!Until.within(END, () -> statesIn(cells).stream().allMatch(HostStateRow.UNKNOWN::equals))) {
            problems.add("without their bus the hosts of " + cells + " are " + statesIn(cells));
        }
        boot(name + "late", "nova:" + cells.getLast() + "-host2");
        boot(name + "late-anywhere", "nova");
        fleet.start(buses);
        if (!Until.within(END, () -> round.ended(doomed) && round.debts().isEmpty())) {
            problems.add("not everything has ended: " + round.open() + ", owed: " + round.debts());
        }
        booted.forEach(this::checkBoot);
        expect(stopped.id(), "SHUTOFF");
        clients.refused().forEach(problems::add);
        // Whoever comes next finds it as it was.
        clients.act(StepList.START, stopped);
        Until.within(END, () -> round.ended(List.of()));
    }

    private static boolean isIn(List<String> cells, String host) {
        return cells.stream().anyMatch(cell -> host.startsWith(cell + "-"));
    }

    private void boot(String name, String zone) {
        for (int i = 0; i < EACH; i++) {
            Answer answer = clients.post(name + i, zone);
            if (answer.status() == ACCEPTED) {
                booted.add(answer.body().at("/server/id").asText());
            } else {
                problems.add("the create " + name + " was answered " + answer.status());
            }
        }
    }

    private List<String> statesIn(List<String> cells) {
        try (Records records = new Records(fleet.cloud())) {
            return cells.stream()
                    .flatMap(cell -> records.api().hostStates().ofCell(cell).stream())
                    .map(HostStateRow::state)
                    .toList();
        }
    }

    /** It is up, and was not sent to a second host. */
    private void checkBoot(String server) {
        expect(server, "ACTIVE");
        try (Records records = new Records(fleet.cloud())) {
            records.boot(UUID.fromString(server)).map(records.api().places()::of).stream()
                    .filter(places -> places.size() != 1)
                    .forEach(places -> problems.add("the boot of " + server + " took " + places));
        }
    }

    private void expect(String server, String status) {
        String shown = clients.call("GET", "/servers/" + server)
                .body()
                .at("/server/status")
                .asText();
        if (!shown.equals(status)) {
            problems.add("server " + server + " is " + shown + ", not " + status);
        }
    }
}
