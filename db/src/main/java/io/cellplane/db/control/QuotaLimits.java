package io.cellplane.db.control;

import java.util.Map;

/**
 * The limits of a user in a project; negative is none.
 *
 * @param project the project's, each resolved: its own, else its class's, else as configured
 * @param own those that the user has beside them
 */
public record QuotaLimits(Map<QuotaResource, Integer> project, Map<QuotaResource, Integer> own) {

    /**
     * Whether a project may have so many in all, and the user so many of them: each under its own limit.
     *
     * @param ofProject whosever they are
     * @param ofUser counts where the user has a limit of its own
     */
    public boolean allow(QuotaResource resource, long ofProject, long ofUser) {
        return isWithin(project, resource, ofProject) && isWithin(own, resource, ofUser);
    }

    private static boolean isWithin(Map<QuotaResource, Integer> limits, QuotaResource resource, long many) {
        int most = limits.getOrDefault(resource, -1);
        return most < 0 || many <= most;
    }

    /** What holds for one who is under both: the tighter one. For what one server or request may have. */
    public int of(QuotaResource resource) {
        int all = project.getOrDefault(resource, -1);
        int mine = own.getOrDefault(resource, -1);
        return all < 0 || mine < 0 ? Math.max(all, mine) : Math.min(all, mine);
    }

    /** What is set for the user: its own limit, else its project's. For what each user has apart. */
    public int set(QuotaResource resource) {
        return own.getOrDefault(resource, project.getOrDefault(resource, -1));
    }
}
