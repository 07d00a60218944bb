package io.cellplane.db.control;

import java.util.Map;

/** Where limits come from. */
@FunctionalInterface
public interface LimitSource {
    /**
     * As they are now; within a transaction, as they are then.
     *
     * @param user empty for the project as a whole
     */
    QuotaLimits of(String project, String user);

    /** Those of a class; where there are no classes, those of a project that has none of its own. */
    default Map<QuotaResource, Integer> ofClass(String name) {
        return of("", "").project();
    }

    /** Whether users may have limits of their own beside their project's. */
    default boolean knowsUsers() {
        return true;
    }

    /**
     * What a transaction that is about to begin asks for the limits of a project and a user: who is far away is asked here,
     * before any row is held.
     */
    default LimitSource ahead(String project, String user) {
        return this;
    }
}
