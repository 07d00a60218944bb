package io.cellplane.api.servers.list;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Times;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.create.FlavorChoice;
import io.cellplane.db.lists.Column;
import io.cellplane.db.lists.Condition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One key that a list of servers may be filtered by.
 *
 * @param since the first minor version that has it
 * @param who has an effect by it; others may say it in vain
 * @param mayBeEmpty whether an empty value says something of it
 * @param reads its values, at least one; null when they have no effect, or one that {@link ListQuery} sees to
 */
record Filter(String key, int since, Who who, boolean mayBeEmpty, Reads reads) {
    enum Who {
        EVERYBODY,
        ADMINISTRATORS
    }

    interface Reads {
        /** @throws io.cellplane.contracts.failure.Refused 400 for values that cannot be read */
        @Nullable Condition of(List<String> values);
    }

    private static final Reads NOTHING = _ -> null;

    private static final Set<String> EMPTY = Set.of(
            "image",
            "image_ref",
            "status",
            "deleted",
            "soft_deleted",
            "all_tenants",
            "project_id",
            "tenant_id",
            "marker",
            "host",
            "task_state",
            "user_id",
            "uuid",
            "vm_state");

    static final List<Filter> ALL = List.of(
            everybody("reservation_id", 1, anyOf(Column.RESERVATION_ID)),
            everybody("image", 1, anyOf(Column.IMAGE_REF)),
            everybody("flavor", 1, anyOf(Column.FLAVORID)),
            everybody("name", 1, last(Condition.Named::new)),
            everybody("ip", 1, last(ip -> new Condition.Addressed(4, ip))),
            everybody("ip6", 5, last(ip -> new Condition.Addressed(6, ip))),
            everybody("tags", 26, tags(true, false)),
            everybody("tags-any", 26, tags(false, false)),
            everybody("not-tags", 26, tags(true, true)),
            everybody("not-tags-any", 26, tags(false, true)),
            everybody("locked", 73, last(Filter::locked)),
            everybody("status", 1, NOTHING),
            everybody("changes-since", 1, NOTHING),
            everybody("changes-before", 66, NOTHING),
            everybody("deleted", 1, NOTHING),
            everybody("soft_deleted", 1, NOTHING),
            everybody("all_tenants", 1, NOTHING),
            everybody("project_id", 1, NOTHING),
            everybody("tenant_id", 1, NOTHING),
            everybody("hostname", 1, NOTHING),
            everybody("limit", 1, NOTHING),
            everybody("marker", 1, NOTHING),
            everybody(ListQuery.AFTER, 1, NOTHING),
            everybody("sort_key", 1, NOTHING),
            everybody("sort_dir", 1, NOTHING),
            administrators(Column.ACCESS_IP_V4, Filter::anyOf),
            administrators(Column.ACCESS_IP_V6, Filter::anyOf),
            administrators(Column.AVAILABILITY_ZONE, Filter::anyOf),
            administrators(Column.DISPLAY_DESCRIPTION, Filter::anyOf),
            new Filter("description", 1, Who.ADMINISTRATORS, false, anyOf(Column.DISPLAY_DESCRIPTION)),
            administrators(Column.DISPLAY_NAME, Filter::anyOf),
            administrators(Column.HOST, Filter::anyOf),
            administrators(Column.IMAGE_REF, Filter::anyOf),
            administrators(Column.KERNEL_ID, Filter::anyOf),
            administrators(Column.KEY_NAME, Filter::anyOf),
            administrators(Column.LOCKED_BY, Filter::anyOf),
            administrators(Column.NODE, Filter::anyOf),
            administrators(Column.RAMDISK_ID, Filter::anyOf),
            administrators(Column.ROOT_DEVICE_NAME, Filter::anyOf),
            administrators(Column.TASK_STATE, Filter::anyOf),
            administrators(Column.USER_ID, Filter::anyOf),
            administrators(Column.UUID, Filter::anyOf),
            administrators(Column.VM_STATE, Filter::anyOf),
            administrators(Column.POWER_STATE, Filter::number),
            administrators(Column.PROGRESS, Filter::number),
            administrators(Column.LAUNCH_INDEX, Filter::number),
            administrators(Column.CONFIG_DRIVE, Filter::yes),
            administrators(Column.AUTO_DISK_CONFIG, Filter::yes),
            administrators(Column.CREATED_AT, Filter::time),
            administrators(Column.LAUNCHED_AT, Filter::time),
            administrators(Column.TERMINATED_AT, Filter::time));

    private static final Map<String, Filter> BY_KEY =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Filter::key, Function.identity()));

    static boolean isKnown(Call call, String key) {
        Filter filter = BY_KEY.get(key);
        return filter != null && call.since(filter.since);
    }

    boolean isFor(Call call, boolean mayUseAll) {
        return call.since(since) && (who == Who.EVERYBODY || mayUseAll);
    }

    private static Filter everybody(String key, int since, Reads reads) {
        return new Filter(key, since, Who.EVERYBODY, EMPTY.contains(key), reads);
    }

    private static Filter administrators(Column column, Function<Column, Reads> reads) {
        return new Filter(column.sql(), 1, Who.ADMINISTRATORS, EMPTY.contains(column.sql()), reads.apply(column));
    }

    /** An id may come as an address that ends with it. */
    private static Reads anyOf(Column column) {
        return values -> new Condition.Equal(
                column, values.stream().map(FlavorChoice::last).toList());
    }

    /**
     * The values are expressions in Nova, where an empty one finds everything, and is refused: a script with an empty
     * variable would take all servers for those that it means.
     *
     * @throws io.cellplane.contracts.failure.Refused 400 for an empty value
     */
    void check(List<String> values) {
        if (!mayBeEmpty && values.contains("")) {
            throw Values.bad("Invalid input for query parameters " + key + ". Value: . '' is not a 'regex'");
        }
    }

    private static Reads last(Function<String, @Nullable Condition> reads) {
        return values -> reads.apply(values.getLast());
    }

    private static Reads number(Column column) {
        return last(text ->
                new Condition.Equal(column, text.matches("\\d{1,9}") ? List.of(Integer.valueOf(text)) : List.of()));
    }

    private static Reads yes(Column column) {
        return last(text -> new Condition.Equal(column, List.of(Boolean.TRUE.equals(Values.bool(text)))));
    }

    private static Reads time(Column column) {
        return last(text -> new Condition.Equal(column, List.of(Times.parse(column.sql(), text))));
    }

    private static Reads tags(boolean all, boolean not) {
        return last(list -> new Condition.Tagged(List.of(list.split(",")), all, not));
    }

    private static Condition locked(String text) {
        Boolean value = Values.bool(text);
        if (value == null) {
            throw Values.bad("Invalid input for query parameters locked. Value: " + text + ".");
        }
        return new Condition.Equal(Column.LOCKED, List.of(value));
    }
}
