package io.cellplane.activities.control.placement;

import io.cellplane.db.control.InventoryRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;

/**
 * The hosts that pass all filters, best first, and what each filter dropped. Names are those that operators know.
 *
 * @param explanation one line per filter that dropped hosts
 */
record Choice(List<HostView> hosts, String explanation) {

    private record Filter(String name, BiPredicate<HostView, Wanted> passes) {}

    private static final Filter TRIED =
            new Filter("AlreadyTried", (host, wanted) -> !wanted.tried().contains(host.host()));
    private static final Filter CAPACITY =
            new Filter("Capacity", (host, wanted) -> host.fits(wanted.on(host.provider())));
    private static final Filter TRAITS =
            new Filter("Traits", (host, wanted) -> wanted.traits().suits(host));

    private static final List<Filter> FORCED = List.of(
            new Filter("ForcedHost", (host, wanted) -> host.host().equals(wanted.host())), TRIED, CAPACITY, TRAITS);

    private static final List<Filter> FILTERS = List.of(
            new Filter(
                    "RequestedHost",
                    (host, wanted) -> wanted.host() == null || host.host().equals(wanted.host())),
            new Filter(
                    "SameCell",
                    (host, wanted) -> wanted.cell() == null || host.cell().equals(wanted.cell())),
            TRIED,
            new Filter("ComputeFilter (disabled)", (host, wanted) -> host.enabled()),
            new Filter("ComputeFilter (down)", (host, wanted) -> host.up()),
            new Filter(
                    "AvailabilityZone",
                    (host, wanted) -> wanted.zone() == null || host.zone().equals(wanted.zone())),
            CAPACITY,
            new Filter("JsonFilter", (host, wanted) -> wanted.hints().isAsAsked(host)),
            new Filter("SameHostFilter", (host, wanted) -> wanted.hints().isBeside(host.provider())),
            new Filter("DifferentHostFilter", (host, wanted) -> wanted.hints().isAway(host.provider())),
            new Filter(
                    "ServerGroupAntiAffinityFilter",
                    (host, wanted) -> wanted.group() == null || wanted.group().isApart(host.provider())),
            new Filter(
                    "ServerGroupAffinityFilter",
                    (host, wanted) -> wanted.group() == null || wanted.group().isTogether(host.provider())),
            TRAITS);

    /** CrossCellWeigher: a negative multiplier, set on an aggregate, drains the cell. */
    private static double crossCell(HostView host, Wanted wanted) {
        String preferred = wanted.preferred();
        return preferred == null ? 0 : host.crossCellWeight() * (host.cell().equals(preferred) ? 1 : -1);
    }

    /** ServerGroupSoftAffinityWeigher and its opposite. */
    private static int soft(HostView host, Wanted wanted) {
        return wanted.group() == null ? 0 : wanted.group().weight(host.provider());
    }

    /** @param random breaks ties between equally good hosts */
    static Choice of(Collection<HostView> all, Wanted wanted, Random random) {
        List<HostView> left = new ArrayList<>(all);
        List<String> dropped = new ArrayList<>();
        for (Filter filter : wanted.forced() ? FORCED : FILTERS) {
            int before = left.size();
            left.removeIf(host -> !filter.passes().test(host, wanted));
            if (left.size() < before) {
                dropped.add(filter.name() + ": " + before + " -> " + left.size() + " hosts");
            }
        }
        Collections.shuffle(left, random);
        left.sort(Comparator.comparingDouble((HostView host) -> crossCell(host, wanted))
                .thenComparingInt(host -> soft(host, wanted))
                .thenComparingLong(host -> host.free(InventoryRow.MEMORY_MB))
                .reversed());
        return new Choice(left, all.isEmpty() ? "there are no hosts" : String.join("; ", dropped));
    }
}
