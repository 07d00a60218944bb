package io.cellplane.db.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** What somebody else has told of servers, handed out span after span. */
final class Ordered<T> {
    private final List<T> told;
    private final Function<T, UUID> server;
    private int next;

    Ordered(Collection<T> told, Function<T, UUID> server) {
        this.told = new ArrayList<>(told);
        this.told.sort(Comparator.comparing(server, Span.ORDER));
        this.server = server;
    }

    /** Spans are asked for in their order, without a gap. @return by server */
    Map<UUID, List<T>> in(Span span) {
        Map<UUID, List<T>> found = new LinkedHashMap<>();
        while (next < told.size() && span.has(server.apply(told.get(next)))) {
            T one = told.get(next++);
            found.computeIfAbsent(server.apply(one), id -> new ArrayList<>()).add(one);
        }
        return found;
    }
}
