package io.cellplane.openstack.identity;

import io.cellplane.openstack.NoEndpoint;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.http.Where;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the catalogue says that a service is: looked up when it is needed, again after five minutes, and soon after it has
 * failed there. While the identity service is away, it is where it was.
 */
public final class Listed implements Where {
    private static final Duration KEPT = Duration.ofMinutes(5);
    /** One that is away is called often, and the catalogue need not be asked each time. */
    private static final Duration REST = Duration.ofSeconds(5);

    private final Supplier<URI> lookUp;
    private final InstantSource clock;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile @Nullable Found found;

    private record Found(URI root, Instant lookAgainAt) {}

    /** @param lookUp throws {@link NoEndpoint} where there is none, {@link ServiceAway} where nobody can tell */
    public Listed(Supplier<URI> lookUp, InstantSource clock) {
        this.lookUp = lookUp;
        this.clock = clock;
    }

    @Override
    public URI root() {
        Found known = found;
        if (known != null && clock.instant().isBefore(known.lookAgainAt)) {
            return known.root;
        }
        looking.lock();
        try {
            Found other = found;
            if (other != null && clock.instant().isBefore(other.lookAgainAt)) {
                return other.root;
            }
            Found fresh = lookedUp(other);
            found = fresh;
            return fresh.root;
        } finally {
            looking.unlock();
        }
    }

    private Found lookedUp(@Nullable Found before) {
        Instant now = clock.instant();
        try {
            return new Found(lookUp.get(), now.plus(KEPT));
        } catch (NoEndpoint none) {
            found = null;
            throw none;
        } catch (ServiceAway away) {
            if (before == null) {
                throw away;
            }
            return new Found(before.root, now.plus(REST));
        }
    }

    @Override
    public void failed() {
        if (!looking.tryLock()) {
            return; // somebody looks already
        }
        try {
            Found known = found;
            Instant soon = clock.instant().plus(REST);
            if (known != null && soon.isBefore(known.lookAgainAt)) {
                found = new Found(known.root, soon);
            }
        } finally {
            looking.unlock();
        }
    }
}
