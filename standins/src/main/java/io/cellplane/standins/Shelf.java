package io.cellplane.standins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The objects of one kind, oldest first, some fields indexed. What it gives out must not be changed. */
final class Shelf {
    private final Store store;
    private final String kind;
    private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
    private final Map<String, Map<String, Set<String>>> indexes = new HashMap<>();
    private BiConsumer<String, Optional<ObjectNode>> watcher = (_, _) -> {};

    Shelf(Store store, String kind) {
        this.store = store;
        this.kind = kind;
    }

    String kind() {
        return kind;
    }

    int size() {
        return objects.size();
    }

    Set<Map.Entry<String, ObjectNode>> entries() {
        return objects.entrySet();
    }

    /** Finds by this field without looking at everything. */
    Shelf indexed(String field) {
        return store.locked(() -> {
            indexes.computeIfAbsent(field, name -> {
                Map<String, Set<String>> index = new HashMap<>();
                objects.forEach(
                        (id, object) -> index.computeIfAbsent(object.path(name).asText(), key -> new LinkedHashSet<>())
                                .add(id));
                return index;
            });
            return this;
        });
    }

    Optional<ObjectNode> get(String id) {
        return store.locked(() -> Optional.ofNullable(objects.get(id)));
    }

    List<ObjectNode> all() {
        return store.locked(() -> new ArrayList<>(objects.values()));
    }

    List<ObjectNode> by(String field, String value) {
        return store.locked(() -> {
            Map<String, Set<String>> index = indexes.get(field);
            if (index == null) {
                return objects.values().stream()
                        .filter(object -> object.path(field).asText().equals(value))
                        .toList();
            }
            return index.getOrDefault(value, Set.of()).stream()
                    .flatMap(id -> Optional.ofNullable(objects.get(id)).stream())
                    .toList();
        });
    }

    boolean isIndexed(String field) {
        return indexes.containsKey(field);
    }

    ObjectNode put(String id, ObjectNode value) {
        return store.locked(() -> {
            store.append(kind, id, value);
            loaded(id, value);
            watcher.accept(id, Optional.of(value));
            return value;
        });
    }

    /** @param told of each object that is put here or removed from now on, under the store's lock */
    void watch(BiConsumer<String, Optional<ObjectNode>> told) {
        watcher = told;
    }

    /** Whether it was there. */
    boolean remove(String id) {
        return store.locked(() -> {
            boolean there = objects.containsKey(id);
            if (there) {
                store.append(kind, id, null);
                loaded(id, null);
                watcher.accept(id, Optional.empty());
            }
            return there;
        });
    }

    void clear() {
        List.copyOf(objects.keySet()).forEach(this::remove);
    }

    void loaded(String id, @Nullable ObjectNode value) {
        ObjectNode before = value == null ? objects.remove(id) : objects.put(id, value);
        indexes.forEach((field, index) -> {
            if (before != null) {
                String old = before.path(field).asText();
                Set<String> ids = index.getOrDefault(old, new LinkedHashSet<>());
                ids.remove(id);
                if (ids.isEmpty()) {
                    index.remove(old);
                }
            }
            if (value != null) {
                index.computeIfAbsent(value.path(field).asText(), key -> new LinkedHashSet<>())
                        .add(id);
            }
        });
    }
}
