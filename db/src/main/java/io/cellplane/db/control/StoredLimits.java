package io.cellplane.db.control;

import io.cellplane.db.Database;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Limits as operators have set them, over those that are configured. */
public final class StoredLimits implements LimitSource {
    /** The class of every project. */
    public static final String DEFAULT_CLASS = "default";

    private final QuotaLimitRows rows;
    private final Map<QuotaResource, Integer> configured;

    public StoredLimits(Database database, Map<QuotaResource, Integer> configured) {
        this.rows = database.rows(QuotaLimitRows.class);
        this.configured = configured;
    }

    @Override
    public QuotaLimits of(String project, String user) {
        List<QuotaLimitRow> all = rows.of(project, user);
        Map<QuotaResource, Integer> limits = new EnumMap<>(configured);
        limits.putAll(only(all, row -> row.projectId().isEmpty()));
        limits.putAll(
                only(all, row -> !row.projectId().isEmpty() && row.userId().isEmpty()));
        return new QuotaLimits(limits, only(all, row -> !row.userId().isEmpty()));
    }

    private static Map<QuotaResource, Integer> only(List<QuotaLimitRow> rows, Predicate<QuotaLimitRow> which) {
        Map<QuotaResource, Integer> limits = new EnumMap<>(QuotaResource.class);
        rows.stream()
                .filter(which)
                .forEach(row ->
                        QuotaResource.of(row.resource()).ifPresent(resource -> limits.put(resource, row.hardLimit())));
        return limits;
    }

    /** Those of a class, which need not have any of its own. */
    @Override
    public Map<QuotaResource, Integer> ofClass(String name) {
        Map<QuotaResource, Integer> limits = new EnumMap<>(configured);
        limits.putAll(only(rows.ofClass(name), row -> true));
        return limits;
    }

    /** The limits of all users of a project together, where one has a limit; that of a user without one counts nothing. */
    public Map<QuotaResource, Long> givenOut(String project) {
        Map<QuotaResource, Long> sums = new EnumMap<>(QuotaResource.class);
        rows.ofUsers(project)
                .forEach(row -> QuotaResource.of(row.resource())
                        .ifPresent(resource -> sums.merge(resource, (long) Math.max(0, row.hardLimit()), Long::sum)));
        return sums;
    }

    /** @param user empty for the project as a whole */
    public void set(String project, String user, Map<QuotaResource, Integer> limits) {
        limits.forEach((resource, limit) -> rows.put(project, user, resource.id(), limit));
    }

    public void setClass(String name, Map<QuotaResource, Integer> limits) {
        limits.forEach((resource, limit) -> rows.putClass(name, resource.id(), limit));
    }

    /**
     * Back to what they would be without.
     *
     * @param user empty for the project as a whole, with all of its users
     */
    public void remove(String project, String user) {
        if (user.isEmpty()) {
            rows.remove(project);
        } else {
            rows.remove(project, user);
        }
    }
}
