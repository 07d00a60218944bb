package io.cellplane.trials.kill;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.cellplane.standalone.client.Records;
import io.cellplane.trials.kill.Clients.Seen;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Servers that stand as the next operations need them. */
final class Stock {
    private static final Duration END = Duration.ofSeconds(150);
    private static final int TRIES = 3;
    /** What brings a server that is up to each other stand. */
    private static final Map<Stand, StepList> MAKING = Stream.of(StepList.values())
            .filter(operation -> operation.before() == Stand.ACTIVE)
            .filter(operation -> operation.after() != Stand.ACTIVE && operation.after() != Stand.NONE)
            .collect(toMap(StepList::after, identity(), (first, _) -> first));

    private final Fleet fleet;
    private final Clients clients;
    private final Round round;

    Stock(Fleet fleet, Clients clients, Round round) {
        this.fleet = fleet;
        this.clients = clients;
        this.round = round;
    }

    /** Servers by how they stand. */
    record Standing(Map<Stand, Deque<Seen>> servers) {
        Deque<Seen> at(Stand stand) {
            return servers.computeIfAbsent(stand, _ -> new ArrayDeque<>());
        }
    }

    /**
     * Deletes what a round before has left in ERROR, boots and does whatever else brings as many to each stand.
     *
     * @throws IllegalStateException when that does not succeed
     */
    void prepare(Map<Stand, Integer> wanted, String name) {
        round.seen().values().stream()
                .filter(server -> server.status().equals("ERROR"))
                .map(Seen::id)
                .forEach(clients::delete);
        for (int i = 0; i <= TRIES; i++) {
            Standing there = quiet();
            Map<Stand, Integer> lacking = new EnumMap<>(Stand.class);
            wanted.forEach((stand, count) ->
                    lacking.put(stand, Math.max(0, count - there.at(stand).size())));
            int total = lacking.values().stream().mapToInt(each -> each).sum();
            if (total == 0) {
                return;
            }
            if (i == TRIES) {
                throw new IllegalStateException("not as many servers stand as they should, there lack " + lacking);
            }
            int spare = Math.max(0, there.at(Stand.ACTIVE).size() - wanted.getOrDefault(Stand.ACTIVE, 0));
            for (int boot = spare; boot < total; boot++) {
                clients.boot(name + i + "-" + boot);
            }
            Deque<Seen> active = quiet().at(Stand.ACTIVE);
            MAKING.forEach((stand, making) -> {
                for (int n = 0; n < lacking.getOrDefault(stand, 0) && !active.isEmpty(); n++) {
                    clients.act(making, active.remove());
                }
            });
        }
    }

    private Standing quiet() {
        if (!Until.within(fleet.patient(END), () -> round.ended(List.of()))) {
            throw new IllegalStateException("what is under way does not end: " + round.open());
        }
        return standing();
    }

    /** All to which nothing is being done, by how they stand. */
    Standing standing() {
        Standing all = new Standing(new EnumMap<>(Stand.class));
        try (Records records = new Records(fleet.cloud())) {
            for (Seen server : round.seen().values()) {
                all.at(stand(records, server)).add(server);
            }
        }
        return all;
    }

    private static Stand stand(Records records, Seen server) {
        Stand stand = Stream.of(Stand.values())
                .filter(each -> each.status().equals(server.status()))
                .findFirst()
                .orElse(Stand.NONE);
        if (stand != Stand.MOVED) {
            return stand;
        }
        return records.api()
                .operations()
                .toVerify(UUID.fromString(server.id()))
                .flatMap(move -> records.api().migrations().find(move.id()))
                .filter(move -> !move.sourceCell().equals(move.destCell()))
                .map(move -> Stand.MOVED_ACROSS)
                .orElse(Stand.MOVED);
    }
}
