package io.cellplane.trials.kill;

import io.cellplane.contracts.fault.FaultPoints.Side;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.audit.Finding;
import io.cellplane.db.control.OperationRow;
import io.cellplane.standalone.apart.Program;
import io.cellplane.standalone.client.Records;
import io.cellplane.trials.kill.Clients.Seen;
import io.cellplane.trials.kill.IllHost.Illness;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** Operations are halted at each of some steps, something is taken away, and comes back. */
final class Round {
    private static final String PREFIX = "kill-";
    private static final Duration HALT = Duration.ofSeconds(90);
    private static final Duration AWAY = Duration.ofSeconds(2);
    private static final Duration FULL = Duration.ofSeconds(20);
    private static final Duration END = Duration.ofSeconds(150);
    /** Longer than libvirt may take for an answer. */
    private static final Duration HUNG = Duration.ofSeconds(45);

    /** As many tries of a boot as there are ill hosts. */
    private static final int TRIES = 3;

    private final Fleet fleet;
    private final Clients clients;
    private final Points points;
    private final boolean one;
    private final Stock stock;

    /** @param one of each kind of process one is killed instead of all */
    Round(Fleet fleet, Clients clients, Points points, boolean one) {
        this.fleet = fleet;
        this.clients = clients;
        this.points = points;
        this.one = one;
        this.stock = new Stock(fleet, clients, this);
    }

    /** Until as many are up as an away suite needs. */
    void stock(int servers, String name) {
        stock.prepare(Map.of(Stand.ACTIVE, servers), PREFIX + name);
    }

    /** Until as many servers stand as these operations need. */
    void stock(Map<StepList, List<String>> plan, String name) {
        Map<Stand, Integer> wanted = new EnumMap<>(Stand.class);
        plan.forEach((operation, steps) -> wanted.merge(operation.before(), steps.size(), Integer::sum));
        wanted.remove(Stand.NONE);
        stock.prepare(wanted, PREFIX + name);
    }

    /**
     * Takes the victim away while an operation is halted at each of these steps. One list comes after the other, so that
     * none takes a step that it shares with another's.
     */
    Outcome run(Victim victim, Side side, Map<StepList, List<String>> plan, String name, Random random) {
        Stock.Standing standing = stock.standing();
        Map<String, StepList> asked = new HashMap<>();
        List<String> remarks = new ArrayList<>();
        if (victim == Victim.TEMPORAL_RESTORED) {
            saveTemporal(random);
        }
        for (Map.Entry<StepList, List<String>> each : new TreeMap<>(plan).entrySet()) {
            StepList operation = each.getKey();
            points.arm(each.getValue(), side, operation.name());
            for (int i = 0; i < each.getValue().size(); i++) {
                if (operation == StepList.BOOT) {
                    clients.boot(PREFIX + name + i);
                    continue;
                }
                Seen server = standing.at(operation.before()).remove();
                asked.put(server.id(), operation);
                if (operation == StepList.DELETE) {
                    clients.delete(server.id());
                } else {
                    clients.act(operation, server);
                }
            }
            if (!Until.within(fleet.patient(HALT), () -> points.waiting().isEmpty())) {
                remarks.add(operation + ": nobody came to " + points.waiting());
                points.disarm();
            }
        }
        List<String> halted = points.halted();
        long begun = System.nanoTime();
        List<String> waited = take(victim, random, remarks);
        List<String> doomed = asked.keySet().stream()
                .filter(server -> asked.get(server) == StepList.DELETE)
                .toList();
        boolean ended = Until.within(fleet.patient(END), () -> ended(doomed) && debts().isEmpty());
        double seconds = (System.nanoTime() - begun) / 1e9;
        remarks.addAll(clients.refused());
        int operations = plan.values().stream().mapToInt(List::size).sum();
        Victim lost = victim == Victim.TEMPORAL && !fleet.temporalHasData() ? Victim.TEMPORAL_EMPTIED : victim;
        List<String> wrong = wrong(lost, asked, PREFIX + name);
        wrong.addAll(waited);
        remarks.addAll(wrong);
        List<String> stuck = ended ? List.of() : open();
        stuck.forEach(open -> remarks.add("open: " + open));
        if (!ended) {
            debts().forEach(debt -> remarks.add("owed: " + debt));
        }
        List<String> leaked = ended ? leaks() : List.of();
        return new Outcome(
                victim,
                side,
                halted,
                operations,
                ended ? 0 : Math.max(1, stuck.size()),
                wrong.size(),
                leaked,
                remarks,
                seconds);
    }

    /** Every server that stands otherwise than its operation allows. */
    private List<String> wrong(Victim victim, Map<String, StepList> asked, String name) {
        Map<String, Seen> seen = seen();
        List<String> wrong = new ArrayList<>();
        seen.values().stream()
                .filter(server -> server.name().startsWith(name))
                .filter(server -> !StepList.BOOT.allows(victim, server.status()))
                .forEach(server -> wrong.add("after BOOT: " + server));
        asked.forEach((id, operation) -> {
            Seen server = seen.get(id);
            if (!operation.allows(victim, server == null ? Stand.NONE.status() : server.status())) {
                wrong.add("after " + operation + ": " + id + " is " + (server == null ? "gone" : server));
            }
        });
        return wrong;
    }

    private void saveTemporal(Random random) {
        List<Program> temporal = Victim.TEMPORAL.programs(fleet.table(), one, random);
        fleet.kill(temporal);
        fleet.saveTemporal();
        fleet.start(temporal);
    }

    /** @return what waited for the victim and must not have */
    private List<String> take(Victim victim, Random random, List<String> remarks) {
        List<Program> programs = victim.programs(fleet.table(), one, random);
        if (victim.illness().isPresent()) {
            return fallIll(programs, victim.illness().get(), remarks);
        }
        lose(victim, programs);
        return List.of();
    }

    private void lose(Victim victim, List<Program> programs) {
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
            case LIBVIRTD_HUNG -> {
                programs.forEach(fleet::suspend);
                points.reset();
                Until.pause(HUNG);
                programs.forEach(fleet::resume);
            }
            case DISK_FULL -> {
                SmallDisk disk = fleet.smallDisk();
                disk.fill();
                points.reset();
                Until.pause(FULL);
                disk.free();
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

    /** Until what must not wait for a host has ended without them; then they are well again. */
    private List<String> fallIll(List<Program> programs, Illness illness, List<String> remarks) {
        List<IllHost> hosts = new ArrayList<>();
        try {
            programs.forEach(process -> hosts.add(new IllHost(fleet, process, illness)));
            points.reset();
            Until.within(step(), () -> open().isEmpty());
            Until.within(step().multipliedBy(TRIES), () -> held().isEmpty());
            return held().stream().map(open -> "waits for an ill host: " + open).toList();
        } finally {
            hosts.forEach(IllHost::close);
            remarks.add(hosts.stream().mapToInt(IllHost::asked).sum() + " commands came to ill hosts");
        }
    }

    /** Longer than one step may wait for an ill host, and its undo for the same. */
    private Duration step() {
        return fleet.patience()
                .hosts()
                .spawn()
                .plus(fleet.patience().hosts().absent())
                .plus(fleet.patience().steps().cleaning())
                .plusSeconds(10);
    }

    /** The boots and deletes that are under way, but for boots that wait for the host that they told to start. */
    private List<String> held() {
        return open((records, row) ->
                row.what() == Kind.DELETE || (row.what() == Kind.BOOT && !records.hasStarted(row.id())));
    }

    /** Whether nothing is under way any more and these are gone. */
    boolean ended(List<String> doomed) {
        Map<String, Seen> seen = seen();
        return clients.idle()
                && doomed.stream().noneMatch(seen::containsKey)
                && seen.values().stream().noneMatch(server -> server.status().equals("BUILD"))
                && open().isEmpty();
    }

    /** What the audits find, and what the hosts' own books say otherwise. */
    List<String> leaks() {
        try (Records records = new Records(fleet.cloud())) {
            List<String> leaks = new ArrayList<>(
                    records.audit().stream().map(Finding::toString).toList());
            leaks.addAll(clients.audit());
            leaks.addAll(fleet.books().wrong(seen().values(), records));
            return leaks;
        }
    }

    /** What is still owed, and to whom. */
    List<String> debts() {
        try (Records records = new Records(fleet.cloud())) {
            return records.api().debts().all().stream()
                    .map(debt -> debt.kind() + " of " + debt.server() + " to "
                            + (debt.host() == null ? debt.cell() : debt.host()))
                    .toList();
        }
    }

    /** What is under way; a move that only waits for its confirm or revert is not. */
    List<String> open() {
        return open((_, _) -> true);
    }

    private List<String> open(BiPredicate<Records, OperationRow> which) {
        try (Records records = new Records(fleet.cloud())) {
            return records.api().operations().open().stream()
                    .filter(row -> which.test(records, row))
                    .filter(row -> !waits(records, row))
                    .map(row -> row.kind() + " " + row.id() + " of " + row.server() + " is " + row.state())
                    .toList();
        }
    }

    private static boolean waits(Records records, OperationRow row) {
        return row.state().equals(OperationState.VERIFY)
                && row.decision() == null
                && records.api()
                        .lanes()
                        .find(row.server())
                        .filter(lane -> row.id().equals(lane.life()))
                        .isEmpty();
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
