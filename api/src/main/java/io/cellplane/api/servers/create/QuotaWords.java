package io.cellplane.api.servers.create;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.control.Quota;
import io.cellplane.db.control.QuotaUsageRow;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a request that the quota does not allow is refused. */
public final class QuotaWords {
    private QuotaWords() {}

    private record Asked(String name, long wanted, long before, int limit) {
        boolean isTooMuch() {
            return wanted > 0 && limit >= 0 && before + wanted > limit;
        }
    }

    /** @param ram in MiB */
    public static Refused exceeded(long instances, long cores, long ram, QuotaUsageRow used, Quota.Limits most) {
        List<Asked> over = List.of(
                        new Asked("cores", cores, used.cores(), most.cores() < 0 ? Integer.MAX_VALUE : most.cores()),
                        new Asked("instances", instances, used.instances(), most.instances()),
                        new Asked("ram", ram, used.ram(), most.ram()))
                .stream()
                .filter(Asked::isTooMuch)
                .toList();
        String names = all(over, Asked::name);
        return Failure.API_FORBIDDEN.refused("Quota exceeded for %s: Requested %s, but already used %s of %s %s"
                .formatted(names, all(over, Asked::wanted), all(over, Asked::before), all(over, Asked::limit), names));
    }

    private static String all(List<Asked> over, Function<Asked, Object> part) {
        return over.stream().map(part).map(String::valueOf).collect(Collectors.joining(", "));
    }
}
