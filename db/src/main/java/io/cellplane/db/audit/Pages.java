package io.cellplane.db.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists that are read in pages, so that no query answers more than one. */
final class Pages {
    private Pages() {}

    /** @param page what comes after a row, null for the first page; no more than {@code most} rows */
    static <T> List<T> all(int most, Function<@Nullable T, List<T>> page) {
        List<T> all = new ArrayList<>();
        List<T> next = page.apply(null);
        all.addAll(next);
        while (next.size() >= most) {
            next = page.apply(next.getLast());
            all.addAll(next);
        }
        return all;
    }

    /** @param find the rows of some keys, no more than one for each */
    static <K, T> List<T> of(Collection<K> keys, int most, Function<List<K>, List<T>> find) {
        List<K> asked = keys.stream().distinct().toList();
        List<T> all = new ArrayList<>();
        for (int from = 0; from < asked.size(); from += most) {
            all.addAll(find.apply(asked.subList(from, Math.min(asked.size(), from + most))));
        }
        return all;
    }
}
