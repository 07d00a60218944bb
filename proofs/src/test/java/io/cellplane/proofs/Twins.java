package io.cellplane.proofs;

import io.cellplane.contracts.server.PowerState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Watches that no two hosts run one server, at whatever moment; a host that is silent is looked at as well. */
final class Twins implements AutoCloseable {
    private static final int EVERY_MILLIS = 50;

    private final Map<String, TestHost> hosts;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Set<String> found = ConcurrentHashMap.newKeySet();
    private final Set<String> excused = ConcurrentHashMap.newKeySet();
    private Set<String> before = Set.of();

    Twins(Map<String, TestHost> hosts) {
        this.hosts = hosts;
        var _ = timer.scheduleWithFixedDelay(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** An administrator says that what is there does not run any more; here it does, until its debt is paid. */
    void excuse(String host) {
        running(host).forEach(server -> excused.add(word(server, host)));
    }

    List<String> found() {
        return List.copyOf(found);
    }

    /** Hosts are looked at one after the other, so one look may see a guest that is on its way on both: two do not. */
    private void look() {
        Map<UUID, String> on = new HashMap<>();
        Set<String> twins = new HashSet<>();
        for (String host : hosts.keySet()) {
            for (UUID server : running(host)) {
                String other = excused.contains(word(server, host)) ? null : on.put(server, host);
                if (other != null) {
                    twins.add("server " + server + " ran on " + other + " and on " + host + " at the same time");
                }
            }
        }
        twins.stream().filter(before::contains).forEach(found::add);
        before = twins;
    }

    private List<UUID> running(String host) {
        TestHost there = hosts.get(host);
        return there == null
                ? List.of()
                : there.hypervisor().guests().entrySet().stream()
                        .filter(guest -> guest.getValue() == PowerState.RUNNING)
                        .map(Map.Entry::getKey)
                        .toList();
    }

    private static String word(UUID server, String host) {
        return server + " " + host;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
