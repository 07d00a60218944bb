package io.cellplane.db.audit;

import io.cellplane.db.CellDatabases;
import io.cellplane.db.cell.RecordRow;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.DebtRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.ProviderRow;
import io.cellplane.db.control.QuotaClaimRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Cuts all ids into spans of which no table has more than a page of servers, and reads what all tables say of each: so
 * what belongs to no server that is known is met as well.
 */
final class Slices {
    private final ApiDatabase api;
    private final CellDatabases cells;
    private final List<String> reached;
    private final int most;

    /** @param most servers at once, and rows of a query */
    Slices(ApiDatabase api, CellDatabases cells, List<String> reached, int most) {
        this.api = api;
        this.cells = cells;
        this.reached = reached;
        this.most = most;
    }

    /** What comes after a span; what is owed is read first, since what explains a row is paid at any time. */
    Slice after(Span last) {
        Span rest = new Span(last.to(), null);
        Span span = rest.cut(api.debts().serversIn(rest.from(), rest.until(), most), most);
        List<DebtRow> debts = debts(span);
        List<MappingRow> mappings = api.mappings().liveIn(span.from(), span.until(), most);
        span = span.cut(mappings.stream().map(MappingRow::uuid).toList(), most);
        span = span.cut(api.allocations().serversIn(span.from(), span.until(), most), most);
        List<QuotaClaimRow> claims = api.quotaClaims().in(span.from(), span.until(), most);
        span = span.cut(claims.stream().map(QuotaClaimRow::consumer).toList(), most);
        Map<String, List<RecordRow>> records = new LinkedHashMap<>();
        for (String cell : reached) {
            List<RecordRow> here = cells.of(cell).records().liveIn(span.from(), span.until(), most);
            span = span.cut(here.stream().map(RecordRow::uuid).toList(), most);
            records.put(cell, here);
        }
        Span cut = span;
        records.replaceAll((cell, rows) -> within(cut, rows, RecordRow::uuid));
        List<AllocationRow> allocations = allocations(cut);
        return new Slice(
                cut,
                within(cut, mappings, MappingRow::uuid).stream()
                        .collect(Collectors.toMap(MappingRow::uuid, Function.identity())),
                records,
                reached.stream().collect(Collectors.toMap(Function.identity(), cell -> withoutEnd(cell, cut))),
                allocations,
                hosts(allocations),
                within(cut, claims, QuotaClaimRow::consumer),
                within(cut, debts, DebtRow::server));
    }

    private static <T> List<T> within(Span span, List<T> rows, Function<T, UUID> id) {
        return rows.stream().filter(row -> span.has(id.apply(row))).toList();
    }

    private List<DebtRow> debts(Span span) {
        return Pages.all(
                most,
                last -> last == null
                        ? api.debts().after(span.from(), Span.LAST, span.until(), most)
                        : api.debts().after(last.server().toString(), last.id().toString(), span.until(), most));
    }

    private List<AllocationRow> allocations(Span span) {
        return Pages.all(
                most,
                last -> last == null
                        ? api.allocations().after(span.from(), Span.LAST, "", "", span.until(), most)
                        : api.allocations()
                                .after(
                                        last.server().toString(),
                                        last.consumer().toString(),
                                        last.provider().toString(),
                                        last.resourceClass(),
                                        span.until(),
                                        most));
    }

    private Map<UUID, String> hosts(List<AllocationRow> allocations) {
        List<UUID> providers =
                allocations.stream().map(AllocationRow::provider).distinct().toList();
        return Pages.of(providers, most, api.providers()::findAll).stream()
                .collect(Collectors.toMap(ProviderRow::uuid, ProviderRow::host));
    }

    private List<UUID> withoutEnd(String cell, Span span) {
        return Pages.all(
                most,
                last -> cells.of(cell)
                        .events()
                        .withoutEndIn(last == null ? span.from() : last.toString(), span.until(), most));
    }
}
