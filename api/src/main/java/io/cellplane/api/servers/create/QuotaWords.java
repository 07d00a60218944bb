package io.cellplane.api.servers.create;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.control.Quota;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a request that the quota does not allow is refused. */
public final class QuotaWords {
    private QuotaWords() {}

    private record Asked(String name, long wanted, long before, int limit) {
        boolean isTooMuch() {
            return wanted > 0 && limit >= 0 && before + wanted > limit;
        }
    }

    /**
     * @param ram in MiB
     * @param levels as they were found
     */
    public static Refused exceeded(long instances, long cores, long ram, List<Quota.Level> levels) {
        List<Asked> over = Stream.<Function<Quota.Level, Asked>>of(
                        level -> new Asked(
                                "cores",
                                cores,
                                level.used().cores(),
                                level.limits().cores() < 0
                                        ? Integer.MAX_VALUE
                                        : level.limits().cores()),
                        level -> new Asked(
                                "instances",
                                instances,
                                level.used().instances(),
                                level.limits().instances()),
                        level -> new Asked(
                                "ram", ram, level.used().ram(), level.limits().ram()))
                .flatMap(asked ->
                        levels.stream().map(asked).filter(Asked::isTooMuch).limit(1))
                .toList();
        String names = all(over, Asked::name);
        return Failure.API_FORBIDDEN.refused("Quota exceeded for %s: Requested %s, but already used %s of %s %s"
                .formatted(names, all(over, Asked::wanted), all(over, Asked::before), all(over, Asked::limit), names));
    }

    private static String all(List<Asked> over, Function<Asked, Object> part) {
        return over.stream().map(part).map(String::valueOf).collect(Collectors.joining(", "));
    }
}
