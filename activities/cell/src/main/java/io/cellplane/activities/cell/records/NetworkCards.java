package io.cellplane.activities.cell.records;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.db.Json;
import io.cellplane.db.cell.CellDatabase;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** A card comes to those of a server, or goes, in the transaction of the caller. */
record NetworkCards(CellDatabase cell) {

    /** One that is there already is replaced. */
    void add(UUID server, BoundPort card, Instant now) {
        change(server, now, cards -> Stream.concat(without(cards, card.portId()), Stream.of(card)));
    }

    void remove(UUID server, UUID port, Instant now) {
        change(server, now, cards -> without(cards, port));
    }

    private static Stream<BoundPort> without(List<BoundPort> cards, UUID port) {
        return cards.stream().filter(card -> !card.portId().equals(port));
    }

    /** Behind the record's lock: others change its cards at the same time. */
    private void change(UUID server, Instant now, Function<List<BoundPort>, Stream<BoundPort>> change) {
        if (cell.servers().lock(server).isEmpty()) {
            return;
        }
        List<BoundPort> before = cell.infoCaches()
                .find(server)
                .map(row -> Json.read(row.networkInfo(), new TypeReference<List<BoundPort>>() {}))
                .orElse(List.of());
        new NewRecord(cell).cards(server, change.apply(before).toList(), now);
    }
}
