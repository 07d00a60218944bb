package io.cellplane.db.cells;

import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CountRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a cell has at the control level.
 *
 * @param held hosts, servers, open operations and debts, each with how many there are
 * @param hosts by state ({@code up}, {@code down}, {@code unknown}, {@code forced_down}), and {@code disabled} beside
 * @param capacity by resource class: what is {@code offered}, ratios and reserve considered, and {@code used}
 */
public record CellLoad(Map<String, Long> held, Map<String, Long> hosts, Map<String, Map<String, Long>> capacity) {
    public static CellLoad of(ApiDatabase api, String cell) {
        CellCountRows rows = api.database().rows(CellCountRows.class);
        return new CellLoad(held(rows, cell), hosts(rows.hosts(cell)), capacity(rows.capacity(cell)));
    }

    static Map<String, Long> held(CellCountRows rows, String cell) {
        Map<String, Long> held = new LinkedHashMap<>();
        rows.held(cell).forEach(row -> held.put(row.first(), row.rows()));
        return held;
    }

    private static Map<String, Long> hosts(List<CountRow> rows) {
        Map<String, Long> hosts = new TreeMap<>();
        rows.forEach(row -> hosts.merge(row.first(), row.rows(), Long::sum));
        hosts.put(
                "disabled",
                rows.stream()
                        .filter(row -> row.second().equals("disabled"))
                        .mapToLong(CountRow::rows)
                        .sum());
        return hosts;
    }

    private static Map<String, Map<String, Long>> capacity(List<CountRow> rows) {
        Map<String, Map<String, Long>> capacity = new TreeMap<>();
        rows.forEach(row ->
                capacity.computeIfAbsent(row.first(), _ -> new TreeMap<>()).merge(row.second(), row.rows(), Long::sum));
        return capacity;
    }

    /** What is held, in words, without what there is none of; empty when there is nothing. */
    static String words(Map<String, Long> held) {
        return held.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
    }
}
