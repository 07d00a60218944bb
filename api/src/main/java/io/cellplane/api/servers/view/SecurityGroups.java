package io.cellplane.api.servers.view;

import io.cellplane.contracts.Patience;
import io.cellplane.db.lists.Shown;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.http.RequestId;
import io.cellplane.openstack.network.Networks;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The security groups of servers, which are those of their ports: users change them at the network service. Where that does
 * not answer in the time of a list, they are shown as they were asked for, and it is not asked again for a while.
 */
@Singleton
public final class SecurityGroups {
    private static final Logger LOG = LoggerFactory.getLogger(SecurityGroups.class);
    private static final Duration REST = Duration.ofSeconds(5);

    private final Networks networks;
    private final Duration patience;
    private final AtomicLong restsUntil = new AtomicLong(System.nanoTime());

    SecurityGroups(Networks networks, Patience patience) {
        this.networks = networks;
        this.patience = patience.waits().list();
    }

    /** The servers, each in the groups that it is in now. */
    public List<Shown> of(List<Shown> servers) {
        List<String> ids = servers.stream()
                .filter(shown -> !shown.ports().isEmpty())
                .map(shown -> shown.server().row().uuid().toString())
                .toList();
        if (ids.isEmpty() || System.nanoTime() - restsUntil.get() < 0) {
            return servers;
        }
        FutureTask<Map<String, List<String>>> question = new FutureTask<>(() -> networks.groupsOf(ids));
        Thread.ofVirtual().name("security-groups").start(RequestId.carried(question));
        try {
            Map<String, List<String>> groups = question.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return servers.stream()
                    .map(shown -> shown.ports().isEmpty()
                            ? shown
                            : shown.in(groups.getOrDefault(
                                    shown.server().row().uuid().toString(), List.of())))
                    .toList();
        } catch (TimeoutException e) {
            question.cancel(true);
            return unchanged(servers, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unchanged(servers, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ServiceAway || e.getCause() instanceof ServiceRefused) {
                return unchanged(servers, e.getCause());
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private List<Shown> unchanged(List<Shown> servers, Throwable why) {
        restsUntil.set(System.nanoTime() + REST.toNanos());
        LOG.warn("security groups are shown as they were asked for: {}", why.toString());
        return servers;
    }
}
