package io.cellplane.openstack.image;

import io.cellplane.contracts.server.ImageAccess;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.http.Where;
import io.cellplane.openstack.identity.AccessRule;
import io.cellplane.openstack.identity.ApplicationCredentials;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets somebody read or write one image's data for a time and do nothing else: a token of an application credential
 * whose access rule names that call. Image services enforce it that know their own type ({@code service_type} in
 * their {@code keystone_authtoken}); all others turn such a token away.
 */
public final class ImageGrants {
    private static final String SERVICE = "image";
    private static final Pattern NAMED = Pattern.compile("cellplane/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/");

    private final ApplicationCredentials credentials;
    private final Where images;
    private final Clock clock;

    /** @param images above {@code /v2} */
    public ImageGrants(ApplicationCredentials credentials, Where images, Clock clock) {
        this.credentials = credentials;
        this.images = images;
        this.clock = clock;
    }

    /** What the names of all grants of an operation begin with. */
    public static String prefix(UUID operation) {
        return "cellplane/" + operation + "/";
    }

    /**
     * A new grant. One whose answer is lost ends by itself, or with {@link #revokeAll}.
     *
     * @param name whose it is: what {@link #revokeAll} goes by; never used before, at most 255 characters
     * @param life after which the service takes it no more
     * @throws ServiceAway when the identity service cannot be asked
     * @throws io.cellplane.openstack.ServiceRefused when it refuses: 409 for a name that is there
     */
    public ImageGrant grant(String name, UUID image, ImageAccess access, Duration life) {
        URI root = images.root();
        String data = "/v2/images/" + image + "/file";
        // A service behind a prefix may see its requests with it or without: both name the same data.
        List<AccessRule> rules = Stream.of(data, root.getPath() + data)
                .distinct()
                .map(path -> new AccessRule(SERVICE, access.method(), path))
                .toList();
        Instant expires = clock.instant().plus(life).truncatedTo(ChronoUnit.SECONDS);
        return new ImageGrant(URI.create(root + data), credentials.issue(name, expires, rules), expires);
    }

    /** Whose grants there are. */
    public Set<UUID> operations() {
        return credentials.all().stream()
                .map(credential -> NAMED.matcher(credential.name()))
                .filter(Matcher::lookingAt)
                .map(name -> UUID.fromString(name.group(1)))
                .collect(Collectors.toSet());
    }

    /** Ends all grants whose name begins so, if there are any. */
    public void revokeAll(String prefix) {
        credentials.all().stream()
                .filter(credential -> credential.name().startsWith(prefix))
                .forEach(credentials::delete);
    }
}
