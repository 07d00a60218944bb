package io.cellplane.openstack.identity;

import io.cellplane.openstack.ServiceAway;
import java.util.Map;

/**
 * The limits of compute that the identity service keeps, by the names of what they limit; -1 is none. Every call throws
 * {@link ServiceAway} when it cannot be asked.
 */
public interface UnifiedLimits {
    /** Those of every project that has no other. */
    Map<String, Integer> registered();

    /** Those that a project has of its own. */
    Map<String, Integer> of(String project);
}
