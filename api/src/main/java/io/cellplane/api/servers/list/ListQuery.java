package io.cellplane.api.servers.list;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Query;
import io.cellplane.api.http.Times;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.view.ServerStatus;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.lists.Condition;
import io.cellplane.db.lists.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a query for a list of servers means, for whoever asks, in each microversion.
 *
 * @param project null: all projects
 */
public record ListQuery(@Nullable String project, List<Condition> where, Order order) {
    /** The key of what our own links to a next page say beside the marker, see {@link io.cellplane.db.lists.PageToken}. */
    static final String AFTER = "after";

    private static final Set<String> JOINED = Set.of(
            "block_device_mapping",
            "extra",
            "info_cache",
            "metadata",
            "pci_devices",
            "security_groups",
            "services",
            "system_metadata");

    /** @throws Refused 400 or 403 in Nova's words */
    public static ListQuery of(Call call, Rule ofAllTenants) {
        Query query = call.query();
        boolean isAll = call.may(Rule.SERVERS_ALLOW_ALL_FILTERS);
        checkKeys(call, query);
        boolean allTenants = allTenants(query);
        if (allTenants) {
            call.authorize(ofAllTenants);
        }
        List<Condition> where = new ArrayList<>();
        for (Filter filter : Filter.ALL) {
            List<String> values = query.all(filter.key());
            if (values.isEmpty() || !call.since(filter.since())) {
                continue;
            }
            filter.check(values);
            Condition condition = filter.isFor(call, isAll) ? filter.reads().of(values) : null;
            if (condition != null) {
                where.add(condition);
            }
        }
        deleted(call, query, isAll, where);
        states(call, query, isAll, where);
        String project = allTenants ? otherProject(query) : call.project();
        return new ListQuery(project, List.copyOf(where), Sorting.of(call, query));
    }

    /**
     * Whether all servers are asked for, the newest first: which they are, and in which order, is known without their cells.
     */
    boolean isPlain() {
        return where.equals(List.of(new Condition.Deleted(false))) && order.equals(Order.NEWEST_FIRST);
    }

    private static void checkKeys(Call call, Query query) {
        for (String key : query.values().keySet()) {
            if (key.startsWith("_") || JOINED.contains(key)) {
                throw Values.bad("Invalid input for query parameters " + key + ". Value: " + query.text(key)
                        + ". It is not a filter of servers.");
            }
            if (!Filter.isKnown(call, key) && call.since(75)) {
                throw Values.bad("Additional properties are not allowed ('" + key + "' was unexpected)");
            }
        }
    }

    private static boolean allTenants(Query query) {
        String text = query.text("all_tenants");
        if (text == null) {
            return false;
        }
        if (text.isEmpty()) {
            return true;
        }
        Boolean value = Values.bool(text);
        if (value == null) {
            throw Values.bad("Invalid input for query parameters all_tenants. Value: " + text + ". Unrecognized value '"
                    + text + "'");
        }
        return value;
    }

    private static @Nullable String otherProject(Query query) {
        String project = query.text("project_id");
        return project == null ? query.text("tenant_id") : project;
    }

    private static void deleted(Call call, Query query, boolean isAll, List<Condition> where) {
        String since = query.text("changes-since");
        String before = call.since(66) ? query.text("changes-before") : null;
        Instant from = since == null ? null : Times.parse("changes-since", since);
        Instant to = before == null ? null : Times.parse("changes-before", before);
        if (from != null && to != null && from.isAfter(to)) {
            throw Values.bad("The value of changes-since must be less than or equal to changes-before.");
        }
        if (from != null) {
            where.add(new Condition.Changed(true, from));
        }
        if (to != null) {
            where.add(new Condition.Changed(false, to));
        }
        String deleted = isAll ? query.text("deleted") : null;
        if (deleted != null) {
            where.add(new Condition.Deleted(Boolean.TRUE.equals(Values.bool(deleted))));
        } else if (from == null && to == null && !query.all("status").stream().anyMatch(ListQuery::isDeleted)) {
            where.add(new Condition.Deleted(false));
        }
    }

    private static boolean isDeleted(String status) {
        return status.toUpperCase(Locale.ROOT).equals("DELETED");
    }

    private static void states(Call call, Query query, boolean isAll, List<Condition> where) {
        List<String> asked = query.all("status");
        if (asked.isEmpty()) {
            return;
        }
        if (!isAll && asked.stream().anyMatch(ListQuery::isDeleted)) {
            throw Failure.API_FORBIDDEN.refused("Only administrators may list deleted instances");
        }
        List<Condition.InState.State> states =
                asked.stream().flatMap(one -> ServerStatus.states(one).stream()).toList();
        if (states.isEmpty() && call.since(38)) {
            throw Values.bad("Invalid status value");
        }
        where.add(new Condition.InState(states));
    }
}
