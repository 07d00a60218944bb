package io.cellplane.db.testing;

import io.cellplane.db.control.LimitSource;
import io.cellplane.db.control.QuotaLimits;
import io.cellplane.db.control.QuotaResource;
import java.util.Map;

/** The same limits for every project, and none of any user's own. */
public final class TestLimits {
    public static final LimitSource NONE = of(-1, -1, -1);

    private TestLimits() {}

    /** @param ram in MiB */
    public static LimitSource of(int instances, int cores, int ram) {
        QuotaLimits limits = new QuotaLimits(
                Map.of(QuotaResource.INSTANCES, instances, QuotaResource.CORES, cores, QuotaResource.RAM, ram),
                Map.of());
        return (project, user) -> limits;
    }
}
