package io.cellplane.openstack.doctor;

import io.cellplane.openstack.http.OwnCalls;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.http.Where;
import io.cellplane.openstack.identity.AccessRule;
import io.cellplane.openstack.identity.ApplicationCredentials;
import io.cellplane.openstack.identity.TokenSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * That it lets us in, and hosts with a grant. To ask for a grant writes into the identity service: what has been found good is
 * asked for again after a day, or when the image service was away, which it is when somebody configures it anew.
 */
public final class ImageNeeds implements Doctor.Needs {
    private static final String LIST = "/v2/images";
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration GOOD = Duration.ofDays(1);
    private static final int UNAUTHORIZED = 401;

    private final ServiceHttp http;
    private final OwnCalls own;
    private final ApplicationCredentials credentials;
    private final Where where;
    private final Clock clock;
    private volatile Instant goodUntil = Instant.MIN;

    /**
     * @param http rooted above {@code /v2}
     * @param where that root is: the service may see its path before its own
     */
    public ImageNeeds(ServiceHttp http, TokenSource own, ApplicationCredentials credentials, Where where, Clock clock) {
        this.http = http;
        this.own = new OwnCalls(http, own);
        this.credentials = credentials;
        this.where = where;
        this.clock = clock;
    }

    @Override
    public List<Finding> missing() {
        Instant believed = goodUntil;
        goodUntil = Instant.MIN;
        own.get(LIST + "?limit=1").good();
        boolean good = clock.instant().isBefore(believed);
        if (!good && !letsGrantsIn()) {
            return List.of(typeless());
        }
        goodUntil = good ? believed : clock.instant().plus(GOOD);
        return List.of();
    }

    private boolean letsGrantsIn() {
        String path = where.root().getPath();
        String name = "cellplane-doctor/" + UUID.randomUUID();
        List<AccessRule> rules =
                List.of(new AccessRule("image", "GET", path + LIST), new AccessRule("image", "GET", LIST));
        try {
            String token = credentials.issue(
                    name, clock.instant().plus(LIFE), rules.stream().distinct().toList());
            return http.call("GET", LIST + "?limit=1", null, Map.of("X-Auth-Token", token))
                            .status()
                    != UNAUTHORIZED;
        } finally {
            credentials.all().stream().filter(each -> each.name().equals(name)).forEach(credentials::delete);
        }
    }

    private static Finding typeless() {
        return new Finding(
                "image",
                "It turns away tokens that are good for one call, so hosts get at no image.",
                "Set service_type = image under [keystone_authtoken] in glance-api.conf and restart it.");
    }
}
