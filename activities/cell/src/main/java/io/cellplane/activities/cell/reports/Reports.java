package io.cellplane.activities.cell.reports;

import io.cellplane.bus.Bus;
import io.cellplane.bus.Message;
import io.cellplane.bus.Subscription;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.host.Alive;
import io.cellplane.contracts.host.GuestPowers;
import io.cellplane.contracts.host.Inventory;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.HostStateRow;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.LeaseRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what a cell's hosts report. One process per cell does so, by a lease; heartbeats stay in memory, only
 * transitions and changed inventories are written.
 */
public final class Reports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
    private static final String LEASE = "reports";
    private static final Duration LEASE_FOR = Duration.ofSeconds(10);
    private static final Duration SEEN_EVERY = Duration.ofSeconds(30);

    private final ApiDatabase api;
    private final CellDatabase cell;
    private final Bus bus;
    private final Patience patience;
    private final Registrar registrar;
    private final UUID holder = UUID.randomUUID();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Map<String, Inventory> inventories = new ConcurrentHashMap<>();
    private final Map<String, Map<UUID, PowerState>> powers = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("reports").factory());
    private volatile @Nullable Liveness liveness;
    private Instant seenAt = Instant.EPOCH;

    public Reports(ApiDatabase api, CellDatabase cell, Bus bus, Patience patience, ReportSettings settings) {
        this.api = api;
        this.cell = cell;
        this.bus = bus;
        this.patience = patience;
        this.registrar = new Registrar(api, cell, settings);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the clockwork, and catches what it throws
    public void start() {
        subscribe(Subjects.UP_INVENTORY, message -> inventory(message));
        subscribe(Subjects.UP_ALIVE, message -> alive(message));
        subscribe(Subjects.UP_POWER, message -> powers(message));
        long every = Math.max(100, patience.hostAlive().toMillis() / 4);
        clockwork.scheduleWithFixedDelay(this::tickSafely, 0, every, TimeUnit.MILLISECONDS);
    }

    private void subscribe(String report, Consumer<Message> taker) {
        subscriptions.add(bus.subscribe(Subjects.reports(report), message -> {
            try {
                taker.accept(message);
            } catch (RuntimeException e) {
                LOG.warn("a report on {} was not taken in: {}", message.subject(), e.toString());
            }
        }));
    }

    private void inventory(Message message) {
        String host = Subjects.hostOf(message.subject());
        Inventory inventory = Wire.decode(message.payload(), Inventory.class);
        inventories.put(host, inventory);
        if (liveness != null) {
            register(host, inventory);
        }
    }

    private void register(String host, Inventory inventory) {
        if (registrar.register(host, inventory)) {
            heard(host);
        }
    }

    private void alive(Message message) {
        Wire.decode(message.payload(), Alive.class);
        heard(Subjects.hostOf(message.subject()));
    }

    private void heard(String host) {
        Liveness judge = liveness;
        if (judge != null && judge.heard(host, api.clock().instant())) {
            transition(host, HostStateRow.UP);
        }
    }

    private void powers(Message message) {
        String host = Subjects.hostOf(message.subject());
        GuestPowers report = Wire.decode(message.payload(), GuestPowers.class);
        if (liveness == null) {
            return;
        }
        Map<UUID, PowerState> before = powers.getOrDefault(host, Map.of());
        Map<UUID, PowerState> written = new HashMap<>();
        report.guests().forEach((server, power) -> {
            if (power == before.get(server)
                    || cell.servers().power(server, host, power.code(), report.bootId(), report.sequence()) == 1) {
                written.put(server, power);
            }
        });
        powers.put(host, written);
        heard(host);
    }

    private void tickSafely() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.warn("the hosts of {} were not judged: {}", cell.cell(), e.toString());
        }
    }

    private void tick() {
        Instant now = api.clock().instant();
        cell.leases().take(LEASE, holder, now.plus(LEASE_FOR), now);
        boolean mine = cell.leases()
                .find(LEASE)
                .map(LeaseRow::holder)
                .filter(holder::equals)
                .isPresent();
        if (!mine) {
            liveness = null;
            return;
        }
        Liveness judge = liveness;
        if (judge == null) {
            liveness = new Liveness(patience, now);
            LOG.info("takes in the reports of cell {}", cell.cell());
            // What was reported while another process took the reports in, or none.
            inventories.forEach(this::register);
            return;
        }
        List<HostStateRow> known = api.hostStates().ofCell(cell.cell());
        Map<String, String> states = judge.judge(known, now);
        known.stream()
                .filter(row -> !row.state().equals(states.get(row.host())))
                .forEach(row -> transition(row.host(), states.getOrDefault(row.host(), HostStateRow.UNKNOWN)));
        if (now.isAfter(seenAt.plus(SEEN_EVERY))) {
            seenAt = now;
            List<String> up = known.stream()
                    .map(HostStateRow::host)
                    .filter(host -> HostStateRow.UP.equals(states.get(host)))
                    .toList();
            if (!up.isEmpty()) {
                api.hostStates().seen(up, now);
            }
        }
    }

    private void transition(String host, String state) {
        Instant now = api.clock().instant();
        if (api.hostStates().transition(host, cell.cell(), state, now) == 1) {
            LOG.info("host {} is {}", host, state);
            cell.services().transition(host, state);
        }
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
        subscriptions.forEach(Subscription::close);
    }
}
