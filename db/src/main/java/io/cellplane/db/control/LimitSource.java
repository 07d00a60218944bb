package io.cellplane.db.control;

/** Where limits come from. */
@FunctionalInterface
public interface LimitSource {
    /**
     * Within a transaction, as they are then.
     *
     * @param user empty for the project as a whole
     */
    QuotaLimits of(String project, String user);
}
