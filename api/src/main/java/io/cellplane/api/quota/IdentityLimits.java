package io.cellplane.api.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.cellplane.db.control.LimitSource;
import io.cellplane.db.control.QuotaLimits;
import io.cellplane.db.control.QuotaResource;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.identity.CachedIdentity;
import io.cellplane.openstack.identity.UnifiedLimits;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits that the identity service keeps, of projects alone. Servers that nobody has registered a limit for are none, as in
 * Nova; all else is not limited then. Throws {@link ServiceAway} when it cannot be asked, and nobody has lately.
 */
final class IdentityLimits implements LimitSource {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityLimits.class);

    /** How old they are at the most while the identity service answers. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    /** And with what comes on top while it does not: no older than a token that is believed without it. */
    private static final Duration LAST = CachedIdentity.STANDARD_TTL.minus(FRESH);

    private static final int MOST = 10_000;

    /** The names of all that is limited here. */
    private static final Set<String> NAMES =
            Stream.of(QuotaResource.values()).map(IdentityLimits::name).collect(Collectors.toSet());

    private final UnifiedLimits identity;
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();

    /** By project; under the empty one those that are registered. */
    private final LoadingCache<String, Map<String, Integer>> fresh;

    private final Cache<String, Map<String, Integer>> last;

    IdentityLimits(UnifiedLimits identity, Ticker ticker) {
        this.identity = identity;
        this.fresh = aging(ticker, FRESH).build(this::asked);
        this.last = aging(ticker, LAST).build();
    }

    private static Caffeine<Object, Object> aging(Ticker ticker, Duration age) {
        return Caffeine.newBuilder().maximumSize(MOST).ticker(ticker).expireAfterWrite(age);
    }

    private Map<String, Integer> asked(String project) {
        try {
            Map<String, Integer> found = project.isEmpty() ? registered() : identity.of(project);
            last.put(project, found);
            return found;
        } catch (ServiceAway away) {
            Map<String, Integer> before = last.getIfPresent(project);
            if (before == null) {
                throw away;
            }
            LOG.info("limits are as they were last seen: {}", away.getMessage());
            return before;
        }
    }

    private Map<String, Integer> registered() {
        Map<String, Integer> all = identity.registered();
        all.keySet().stream()
                .filter(name -> !NAMES.contains(name) && unknown.add(name))
                .forEach(name -> LOG.warn("the registered limit {} is none here", name));
        return all;
    }

    @Override
    public QuotaLimits of(String project, String user) {
        Map<String, Integer> all = fresh.get("");
        Map<String, Integer> own = project.isEmpty() ? Map.of() : fresh.get(project);
        Map<QuotaResource, Integer> limits = new EnumMap<>(QuotaResource.class);
        for (QuotaResource resource : QuotaResource.values()) {
            String name = name(resource);
            int otherwise = resource == QuotaResource.INSTANCES ? 0 : -1;
            limits.put(resource, own.getOrDefault(name, all.getOrDefault(name, otherwise)));
        }
        return new QuotaLimits(limits, Map.of());
    }

    /** As Nova names it there; empty for what compute has no limit for. */
    private static String name(QuotaResource resource) {
        return switch (resource) {
            case INSTANCES -> "servers";
            case CORES -> "class:VCPU";
            case RAM -> "class:MEMORY_MB";
            case SERVER_GROUPS, SERVER_GROUP_MEMBERS -> resource.id();
            case METADATA_ITEMS, KEY_PAIRS, INJECTED_FILES, INJECTED_FILE_CONTENT_BYTES, INJECTED_FILE_PATH_BYTES ->
                "server_" + resource.id();
            case FIXED_IPS, FLOATING_IPS, SECURITY_GROUPS, SECURITY_GROUP_RULES -> "";
        };
    }

    @Override
    public boolean knowsUsers() {
        return false;
    }

    @Override
    public LimitSource ahead(String project, String user) {
        return new Seen(of(project, user));
    }

    /** What was seen before rows were held. */
    private record Seen(QuotaLimits limits) implements LimitSource {
        @Override
        public QuotaLimits of(String project, String user) {
            return limits;
        }

        @Override
        public boolean knowsUsers() {
            return false;
        }
    }
}
