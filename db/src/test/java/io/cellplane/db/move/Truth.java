package io.cellplane.db.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.MetadataRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.cell.TagRow;
import io.cellplane.db.control.MappingRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** What clients were told of a server: every write that was acknowledged, in its order. */
final class Truth {
    final UUID server;
    private final List<String> names = new ArrayList<>(List.of("name"));
    private final Map<String, String> metadata = new TreeMap<>(Map.of("origin", "here"));
    private final Set<String> tags = new TreeSet<>(Set.of("first"));
    private final Set<String> requests = new TreeSet<>(Set.of("req-create"));
    private boolean locked;

    Truth(UUID server) {
        this.server = server;
    }

    synchronized void named(String name) {
        names.add(name);
    }

    synchronized void put(String key, String value) {
        metadata.put(key, value);
    }

    synchronized void removed(String key) {
        metadata.remove(key);
    }

    synchronized void tagged(String tag) {
        tags.add(tag);
    }

    synchronized void locked(boolean now) {
        locked = now;
    }

    synchronized void requested(String request) {
        requests.add(request);
    }

    /** How many names there were: a reader who begins now may see the last of them or a later one. */
    synchronized int now() {
        return names.size() - 1;
    }

    synchronized List<String> namesSince(int then) {
        return List.copyOf(names.subList(then, names.size()));
    }

    /** One copy counts, it is open, and holds all that was acknowledged; every other copy is older and closed. */
    synchronized void check(MoveWorld world) {
        MappingRow mapping = world.api.mappings().find(server).orElseThrow();
        for (String name : List.of(MoveWorld.A, MoveWorld.B)) {
            CellDatabase cell = world.cells.of(name);
            ServerRow row = cell.servers().find(server).orElse(null);
            if (name.equals(mapping.cell())) {
                assertThat(row).as("the copy that counts").isNotNull();
                Objects.requireNonNull(row);
                assertThat(row.generation()).isEqualTo(mapping.generation());
                assertThat(row.moveState()).isNull();
                holds(cell, row);
            } else if (row != null) {
                assertThat(row.generation()).isLessThan(mapping.generation());
                assertThat(row.moveState()).isIn("sealed", "departed");
            } else {
                assertThat(cell.actions().of(server)).isEmpty();
                assertThat(cell.tags().of(server)).isEmpty();
            }
        }
    }

    private void holds(CellDatabase cell, ServerRow row) {
        Map<String, String> pairs = new TreeMap<>();
        for (MetadataRow pair : cell.metadata().of(server)) {
            pairs.put(pair.name(), pair.value());
        }
        assertThat(row.displayName()).isEqualTo(names.getLast());
        assertThat(row.locked()).isEqualTo(locked);
        assertThat(pairs).isEqualTo(metadata);
        assertThat(cell.tags().of(server)).extracting(TagRow::tag).containsExactlyElementsOf(tags);
        assertThat(cell.actions().of(server))
                .extracting(action -> action.requestId())
                .containsExactlyInAnyOrderElementsOf(requests);
        assertThat(cell.actions().of(server))
                .allSatisfy(action -> assertThat(cell.events().of(Objects.requireNonNull(action.id())))
                        .hasSize(1));
        assertThat(cell.faults().findAll(List.of(server))).hasSize(1);
        assertThat(cell.virtualInterfaces().of(server)).hasSize(1);
        assertThat(cell.secrets().of(server)).hasSize(1);
        assertThat(cell.extras().find(server).orElseThrow().keypairs()).isEqualTo("[\"key\"]");
        assertThat(cell.infoCaches().find(server)).isPresent();
    }
}
