package io.cellplane.standalone.kill;

import io.cellplane.contracts.fault.FaultPoints.Side;
import io.cellplane.db.audit.Finding;
import io.cellplane.standalone.apart.Program;
import io.cellplane.standalone.client.Records;
import io.cellplane.standalone.kill.Clients.Seen;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Operations are halted at each of some steps, something is taken away, and comes back. */
final class Round {
    private static final String PREFIX = "kill-";
    private static final Duration HALT = Duration.ofSeconds(90);
    private static final Duration AWAY = Duration.ofSeconds(2);
    private static final Duration END = Duration.ofSeconds(150);

    private final Fleet fleet;
    private final Clients clients;
    private final Points points;
    private final boolean one;

    /** @param one of each kind of process one is killed instead of all */
    Round(Fleet fleet, Clients clients, Points points, boolean one) {
        this.fleet = fleet;
        this.clients = clients;
        this.points = points;
        this.one = one;
    }

    /** Deletes what a round before has left in ERROR and boots until as many are up: those that the next deletes find. */
    void stock(int servers, String name) {
        List<String> failed = seen().values().stream()
                .filter(server -> server.status().equals("ERROR"))
                .map(Seen::id)
                .toList();
        failed.forEach(clients::delete);
        for (int i = seen().size() - failed.size(); i < servers; i++) {
            clients.boot(PREFIX + name + i);
        }
        boolean up = Until.within(
                END,
                () -> clients.idle()
                        && seen().size() >= servers
                        && seen().values().stream()
                                .allMatch(server -> server.status().equals("ACTIVE")));
        if (!up) {
            throw new IllegalStateException("the servers to be deleted did not boot: " + seen());
        }
    }

    /**
     * Takes the victim away while an operation is halted at each of these steps.
     *
     * @param boots steps of boots; {@code deletes} of deletes
     */
    Outcome run(Victim victim, Side side, List<String> boots, List<String> deletes, String name, Random random) {
        List<String> doomed = seen().keySet().stream().limit(deletes.size()).toList();
        if (victim == Victim.TEMPORAL_RESTORED) {
            saveTemporal(random);
        }
        List<String> all = new ArrayList<>(boots);
        all.addAll(deletes);
        points.arm(all, side);
        for (int i = 0; i < boots.size(); i++) {
            clients.boot(PREFIX + name + i);
        }
        doomed.forEach(clients::delete);
        List<String> remarks = new ArrayList<>();
        if (!Until.within(HALT, () -> points.waiting().isEmpty())) {
            remarks.add("nobody came to " + points.waiting());
        }
        List<String> halted = points.halted();
        long begun = System.nanoTime();
        take(victim, random);
        boolean ended = Until.within(END, () -> ended(doomed));
        double seconds = (System.nanoTime() - begun) / 1e9;
        remarks.addAll(clients.refused());
        return judge(victim, side, halted, boots.size() + deletes.size(), ended, remarks, seconds, name);
    }

    private void saveTemporal(Random random) {
        List<Program> temporal = Victim.TEMPORAL.programs(fleet.table(), one, random);
        fleet.kill(temporal);
        fleet.saveTemporal();
        fleet.start(temporal);
    }

    private void take(Victim victim, Random random) {
        List<Program> programs = victim.programs(fleet.table(), one, random);
        switch (victim) {
            case WORKFLOWS -> {
                try (Records records = new Records(fleet.cloud())) {
                    fleet.terminateAll(records);
                }
                points.reset();
            }
            case TEMPORAL_EMPTIED, TEMPORAL_RESTORED -> {
                fleet.kill(programs);
                points.reset();
                if (victim == Victim.TEMPORAL_RESTORED) {
                    fleet.restoreTemporal();
                } else if (fleet.temporalHasData()) {
                    fleet.emptyTemporal();
                }
                fleet.start(programs);
                fleet.prepareTemporal();
            }
            default -> {
                fleet.kill(programs);
                points.reset();
                Until.pause(AWAY);
                fleet.start(programs);
                if (victim == Victim.TEMPORAL && !fleet.temporalHasData()) {
                    fleet.prepareTemporal();
                }
            }
        }
    }

    /** Whether nothing is under way any more and these are gone. */
    boolean ended(List<String> doomed) {
        Map<String, Seen> seen = seen();
        try (Records records = new Records(fleet.cloud())) {
            return clients.idle()
                    && doomed.stream().noneMatch(seen::containsKey)
                    && seen.values().stream()
                            .noneMatch(server -> server.status().equals("BUILD"))
                    && records.api().operations().open().isEmpty();
        }
    }

    private Outcome judge(
            Victim victim,
            Side side,
            List<String> halted,
            int operations,
            boolean ended,
            List<String> remarks,
            double seconds,
            String name) {
        Map<String, Seen> seen = seen();
        List<String> leaked = new ArrayList<>();
        try (Records records = new Records(fleet.cloud())) {
            int stuck = ended ? 0 : records.api().operations().open().size();
            records.api()
                    .operations()
                    .open()
                    .forEach(row -> remarks.add("open: " + row.kind() + " " + row.server() + " is " + row.state()));
            int failed = 0;
            for (Seen server : seen.values()) {
                if (server.name().startsWith(PREFIX + name) && !mayBe(victim, server.status())) {
                    failed++;
                    remarks.add(server.name() + " " + server.id() + " is " + server.status());
                }
            }
            if (ended) {
                leaked.addAll(records.audit().stream().map(Finding::toString).toList());
                Set<String> active = seen.values().stream()
                        .filter(server -> server.status().equals("ACTIVE"))
                        .map(Seen::id)
                        .collect(Collectors.toSet());
                leaked.addAll(new Guests(fleet.hosts()).wrong(active, records));
            }
            return new Outcome(victim, side, halted, operations, stuck, failed, leaked, remarks, seconds);
        }
    }

    /** What the audit finds, and what the hosts' own books say otherwise. */
    List<String> leaks() {
        try (Records records = new Records(fleet.cloud())) {
            List<String> leaks = new ArrayList<>(
                    records.audit().stream().map(Finding::toString).toList());
            Set<String> active = seen().values().stream()
                    .filter(server -> server.status().equals("ACTIVE"))
                    .map(Seen::id)
                    .collect(Collectors.toSet());
            leaks.addAll(new Guests(fleet.hosts()).wrong(active, records));
            return leaks;
        }
    }

    /** What is under way. */
    List<String> open() {
        try (Records records = new Records(fleet.cloud())) {
            return records.api().operations().open().stream()
                    .map(row -> row.kind() + " of " + row.server() + " is " + row.state())
                    .toList();
        }
    }

    /** A boot whose workflow was terminated is repaired: to ERROR, unless its guest runs. */
    private static boolean mayBe(Victim victim, String status) {
        return status.equals("ACTIVE") || (victim == Victim.WORKFLOWS && status.equals("ERROR"));
    }

    /** Every server of this run and of those before, however long the API is away. */
    Map<String, Seen> seen() {
        Map<String, Seen> seen = new HashMap<>();
        boolean answered = Until.within(END, () -> {
            try {
                seen.putAll(clients.seen(PREFIX));
                return true;
            } catch (UncheckedIOException | IllegalStateException away) {
                return false;
            }
        });
        if (!answered) {
            throw new IllegalStateException("the API does not answer");
        }
        return seen;
    }
}
