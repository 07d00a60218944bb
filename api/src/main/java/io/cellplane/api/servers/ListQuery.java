package io.cellplane.api.servers;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Query;
import io.cellplane.api.http.Times;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.lists.Column;
import io.cellplane.db.lists.Condition;
import io.cellplane.db.lists.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a query for a list of servers means, for whoever asks, in each microversion.
 *
 * @param project null: all projects
 * @param isPlain no filter, order or page is asked for, so that servers of cells that do not answer can be shown
 */
record ListQuery(@Nullable String project, List<Condition> where, Order order, boolean isPlain) {
    private static final Set<String> PAGING = Set.of("limit", "marker", "sort_key", "sort_dir");

    /** What everybody may filter by, beside what has a meaning of its own. */
    private static final Map<String, Column> EVERYBODY =
            Map.of("reservation_id", Column.RESERVATION_ID, "image", Column.IMAGE_REF, "flavor", Column.FLAVORID);

    private static final Map<String, Column> ADMINISTRATORS = administrators();

    /** Taken for what they are and without effect; refused from 2.75. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "architecture",
            "cell_name",
            "cleaned",
            "default_ephemeral_device",
            "default_swap_device",
            "deleted_at",
            "disable_terminate",
            "ephemeral_gb",
            "ephemeral_key_uuid",
            "id",
            "key_data",
            "launched_on",
            "memory_mb",
            "os_type",
            "root_gb",
            "shutdown_terminate",
            "user_data",
            "vcpus",
            "vm_mode");

    private static final Set<String> JOINED = Set.of(
            "block_device_mapping",
            "extra",
            "info_cache",
            "metadata",
            "pci_devices",
            "security_groups",
            "services",
            "system_metadata");

    private static final Set<String> SPECIAL = Set.of(
            "all_tenants",
            "name",
            "status",
            "ip",
            "ip6",
            "changes-since",
            "changes-before",
            "tags",
            "tags-any",
            "not-tags",
            "not-tags-any",
            "locked",
            "deleted",
            "soft_deleted",
            "project_id",
            "tenant_id",
            "power_state",
            "config_drive",
            "progress",
            "launch_index",
            "auto_disk_config",
            "created_at",
            "launched_at",
            "terminated_at",
            "hostname");

    /** @throws Refused 400 or 403 in Nova's words */
    static ListQuery of(Call call, Rule ofAllTenants) {
        Query query = call.query();
        boolean isAll = call.may(Rule.SERVERS_ALLOW_ALL_FILTERS);
        checkKeys(call, query);
        boolean allTenants = allTenants(query);
        if (allTenants) {
            call.authorize(ofAllTenants);
        }
        List<Condition> where = new ArrayList<>();
        EVERYBODY.forEach((key, column) -> equal(query, key, column, where));
        if (isAll) {
            ADMINISTRATORS.forEach((key, column) -> equal(query, key, column, where));
            numbers(query, where);
        }
        deleted(call, query, isAll, where);
        states(call, query, isAll, where);
        texts(call, query, where);
        tags(call, query, where);
        String project = allTenants ? otherProject(query) : call.project();
        boolean isPlain = query.values().keySet().stream().allMatch(key -> key.equals("all_tenants"));
        return new ListQuery(project, List.copyOf(where), order(call, query), isPlain);
    }

    private static void checkKeys(Call call, Query query) {
        for (String key : query.values().keySet()) {
            if (key.startsWith("_") || JOINED.contains(key)) {
                throw Values.bad("Invalid input for query parameters " + key + ". Value: " + query.text(key)
                        + ". It is not a filter of servers.");
            }
            boolean known = PAGING.contains(key)
                    || (SPECIAL.contains(key) && isThere(call, key))
                    || EVERYBODY.containsKey(key)
                    || ADMINISTRATORS.containsKey(key);
            if (!known && call.since(75)) {
                throw Values.bad("Additional properties are not allowed ('" + key + "' was unexpected)");
            }
        }
    }

    private static boolean isThere(Call call, String key) {
        return switch (key) {
            case "ip6" -> call.since(5);
            case "tags", "tags-any", "not-tags", "not-tags-any" -> call.since(26);
            case "changes-before" -> call.since(66);
            case "locked" -> call.since(73);
            default -> true;
        };
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
        } else if (from == null && !query.all("status").stream().anyMatch(ListQuery::isDeleted)) {
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

    private static void texts(Call call, Query query, List<Condition> where) {
        String name = query.text("name");
        if (name != null) {
            where.add(new Condition.Named(name));
        }
        String ip = query.text("ip");
        if (ip != null) {
            where.add(new Condition.Addressed(4, ip));
        }
        String ip6 = call.since(5) ? query.text("ip6") : null;
        if (ip6 != null) {
            where.add(new Condition.Addressed(6, ip6));
        }
        String locked = call.since(73) ? query.text("locked") : null;
        if (locked != null) {
            Boolean value = Values.bool(locked);
            if (value == null) {
                throw Values.bad("Invalid input for query parameters locked. Value: " + locked + ".");
            }
            where.add(new Condition.Equal(Column.LOCKED, List.of(value)));
        }
    }

    private static void tags(Call call, Query query, List<Condition> where) {
        if (!call.since(26)) {
            return;
        }
        tags(query.text("tags"), true, false, where);
        tags(query.text("tags-any"), false, false, where);
        tags(query.text("not-tags"), true, true, where);
        tags(query.text("not-tags-any"), false, true, where);
    }

    private static void tags(@Nullable String list, boolean all, boolean not, List<Condition> where) {
        if (list != null && !list.isEmpty()) {
            where.add(new Condition.Tagged(List.of(list.split(",")), all, not));
        }
    }

    private static void equal(Query query, String key, Column column, List<Condition> where) {
        List<String> values = query.all(key);
        if (!values.isEmpty()) {
            where.add(new Condition.Equal(
                    column, values.stream().map(FlavorChoice::last).toList()));
        }
    }

    private static void numbers(Query query, List<Condition> where) {
        for (Column column : List.of(Column.POWER_STATE, Column.PROGRESS, Column.LAUNCH_INDEX)) {
            String text = query.text(column.sql());
            if (text != null) {
                where.add(new Condition.Equal(
                        column, text.matches("\\d{1,9}") ? List.of(Integer.valueOf(text)) : List.of()));
            }
        }
        for (Column column : List.of(Column.CONFIG_DRIVE, Column.AUTO_DISK_CONFIG)) {
            String text = query.text(column.sql());
            if (text != null) {
                where.add(new Condition.Equal(column, List.of(Boolean.TRUE.equals(Values.bool(text)))));
            }
        }
        for (Column column : List.of(Column.CREATED_AT, Column.LAUNCHED_AT, Column.TERMINATED_AT)) {
            String text = query.text(column.sql());
            if (text != null) {
                where.add(new Condition.Equal(column, List.of(Times.parse(column.sql(), text))));
            }
        }
    }

    private static Order order(Call call, Query query) {
        List<String> keys = query.all("sort_key");
        List<String> directions = query.all("sort_dir");
        if (directions.size() > Math.max(1, keys.size())) {
            throw Values.bad("Sort direction size exceeds sort key size");
        }
        boolean ascending = false;
        List<Order.Key> chosen = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String direction =
                    i < directions.size() ? directions.get(i) : directions.isEmpty() ? "desc" : directions.getFirst();
            ascending = isAscending(direction);
            Column column = sortable(call, keys.get(i));
            if (column != null && chosen.stream().noneMatch(key -> key.column() == column)) {
                chosen.add(new Order.Key(column, ascending));
            }
        }
        if (chosen.isEmpty()) {
            boolean oldest = !directions.isEmpty() && isAscending(directions.getFirst());
            return oldest ? new Order(List.of(new Order.Key(Column.CREATED_AT, true))) : Order.NEWEST_FIRST;
        }
        return new Order(chosen);
    }

    private static boolean isAscending(String direction) {
        return switch (direction) {
            case "asc" -> true;
            case "desc" -> false;
            default ->
                throw Values.bad("Invalid input for query parameters 0. Value: " + direction + ". '" + direction
                        + "' is not one of ['asc', 'desc']");
        };
    }

    /** @return null when it is taken without effect */
    private static @Nullable Column sortable(Call call, String key) {
        if ((key.equals("host") || key.equals("node")) && !call.isAdmin()) {
            throw Failure.API_FORBIDDEN.refused("Only administrators can sort servers by " + key);
        }
        Column column = SORTABLE.get(key);
        boolean isOld = WITHOUT_EFFECT.contains(key)
                || key.equals("deleted")
                || key.equals("reservation_id")
                || (key.equals("locked") && !call.since(73));
        if (isOld && !call.since(75)) {
            return null;
        }
        if (column == null || isOld) {
            throw Values.bad("Invalid input for query parameters 0. Value: " + key + ". '" + key
                    + "' is not a key that servers are sorted by");
        }
        return column;
    }

    private static final Map<String, Column> SORTABLE = sortable();

    private static Map<String, Column> sortable() {
        Map<String, Column> keys = new LinkedHashMap<>();
        for (Column column : Column.values()) {
            keys.put(column.sql(), column);
        }
        keys.remove("flavorid");
        keys.remove("reservation_id");
        keys.put("instance_type_id", Column.FLAVORID);
        return Map.copyOf(keys);
    }

    private static Map<String, Column> administrators() {
        Map<String, Column> keys = new LinkedHashMap<>();
        for (Column column : List.of(
                Column.ACCESS_IP_V4,
                Column.ACCESS_IP_V6,
                Column.AVAILABILITY_ZONE,
                Column.DISPLAY_DESCRIPTION,
                Column.DISPLAY_NAME,
                Column.HOST,
                Column.IMAGE_REF,
                Column.KERNEL_ID,
                Column.KEY_NAME,
                Column.LOCKED_BY,
                Column.NODE,
                Column.RAMDISK_ID,
                Column.ROOT_DEVICE_NAME,
                Column.TASK_STATE,
                Column.USER_ID,
                Column.UUID,
                Column.VM_STATE)) {
            keys.put(column.sql(), column);
        }
        keys.put("description", Column.DISPLAY_DESCRIPTION);
        return Map.copyOf(keys);
    }
}
