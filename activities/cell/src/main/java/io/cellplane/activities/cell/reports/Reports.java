package io.cellplane.activities.cell.reports;

import io.cellplane.bus.Bus;
import io.cellplane.bus.Subscription;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.host.Alive;
import io.cellplane.contracts.host.GuestPowers;
import io.cellplane.contracts.host.Inventory;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.metric.Metric;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.OperationRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what a cell's hosts report. One process per cell does so, by a lease; heartbeats stay in memory, only
 * transitions and changed inventories are written.
 */
public final class Reports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
    private static final Duration SEEN_EVERY = Duration.ofSeconds(30);
    private static final Duration JUDGED_EVERY = Duration.ofSeconds(5);
    private static final Duration LAST_TICK = Duration.ofSeconds(5);
    private static final int ALIVE_MOST = 4 * 1024;
    private static final int INVENTORY_MOST = 128 * 1024;

    private final ApiDatabase api;
    private final String cell;
    private final Supplier<CellDatabase> database;
    private final Runnable looksAgain;
    private final Bus bus;
    private final Patience patience;
    private final Lease lease;
    private final BusProbe probe;
    private final Refusals refusals;
    private final Queues queues = new Queues();
    private final Speakers speakers;
    private final Registrar registrar;
    private final Guests guests;
    private final PowerSync sync;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Map<String, Inventory> inventories = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("reports").factory());
    /** Apart, since it waits for hosts. */
    private final ScheduledExecutorService syncing = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("power-sync").factory());

    private volatile @Nullable Liveness liveness;
    private Instant seenAt = Instant.EPOCH;
    private Instant judgedAt = Instant.EPOCH;

    /** @param accepted told of what the system does by itself, and may start now */
    public Reports(
            ApiDatabase api,
            CellDatabases cells,
            String cell,
            Bus bus,
            Patience patience,
            ReportSettings settings,
            Consumer<OperationRow> accepted) {
        this.api = api;
        this.cell = cell;
        // Asked for each time: it may have moved, or its password may be a new one.
        this.database = () -> cells.of(cell);
        this.looksAgain = () -> cells.lookAgain(cell);
        this.bus = bus;
        this.patience = patience;
        this.lease = new Lease(database);
        this.probe = new BusProbe(bus);
        this.refusals = new Refusals(cell, api.clock());
        this.speakers = new Speakers(api, cell, refusals);
        this.registrar = new Registrar(api, cell, database, settings, refusals);
        this.guests = new Guests(database, refusals);
        this.sync = new PowerSync(api, cells, cell, bus, patience, accepted);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the clockwork, and catches what it throws
    public void start() {
        subscribe(Subjects.UP_INVENTORY, 0, INVENTORY_MOST, this::inventory);
        subscribe(Subjects.UP_ALIVE, 1, ALIVE_MOST, this::alive);
        subscribe(Subjects.UP_POWER, 2, Bus.PAYLOAD_LIMIT, this::powers);
        bus.onReconnect(this::resume);
        long every = Math.max(100, patience.hosts().alive().toMillis() / 4);
        clockwork.scheduleWithFixedDelay(this::tickSafely, 0, every, TimeUnit.MILLISECONDS);
        syncing.scheduleWithFixedDelay(this::syncSafely, every, every, TimeUnit.MILLISECONDS);
    }

    /** @param most how many bytes such a report may have */
    private void subscribe(String report, int kind, int most, BiConsumer<String, byte[]> taker) {
        Counter taken = Metrics.counter(Metric.REPORTS.id(), "cell", cell, "report", report);
        subscriptions.add(bus.subscribe(Subjects.reports(report), message -> {
            String host = Subjects.hostOf(message.subject());
            byte[] said = message.payload();
            if (said.length > most) {
                refusals.refuse(host, Refusals.Why.SIZE, report + " of " + said.length + " bytes");
            } else if (!queues.put(host, kind, () -> take(host, report, said, taker, taken))) {
                refusals.refuse(host, Refusals.Why.FLOOD, report + " comes faster than it is heard");
            }
        }));
    }

    private void take(String host, String report, byte[] said, BiConsumer<String, byte[]> taker, Counter taken) {
        try {
            taker.accept(host, said);
            taken.increment();
        } catch (RuntimeException e) {
            refusals.refuse(host, Refusals.Why.UNREADABLE, report + ": " + e);
        }
    }

    /** Null while another process takes the reports in. */
    private @Nullable Liveness judge() {
        return lease.isHeld(api.clock().instant()) ? liveness : null;
    }

    private void inventory(String host, byte[] said) {
        Inventory inventory = Wire.decode(said, Inventory.class);
        Inventory known = inventories.get(host);
        if (known != null
                && known.bootId().equals(inventory.bootId())
                && known.sequence() >= inventory.sequence()
                && known.hostUuid().equals(inventory.hostUuid())) {
            return;
        }
        if (speakers.enrols(host, inventory)) {
            inventories.put(host, inventory);
            register(host, inventory);
        }
    }

    private void register(String host, Inventory inventory) {
        if (judge() != null) {
            registrar.register(host, inventory);
            heard(host);
        }
    }

    private void alive(String host, byte[] said) {
        Alive alive = Wire.decode(said, Alive.class);
        if (speakers.admits(host, alive.host(), alive.cell(), alive.hostUuid(), alive.bootId())) {
            heard(host);
        }
    }

    private void powers(String host, byte[] said) {
        GuestPowers powers = Wire.decode(said, GuestPowers.class);
        if (powers.guests().size() > GuestPowers.MOST) {
            refusals.refuse(host, Refusals.Why.SIZE, powers.guests().size() + " guests");
            return;
        }
        guests.heard(host, powers);
        if (judge() != null) {
            guests.write(host, speakers);
        }
    }

    private void heard(String host) {
        Liveness judge = judge();
        if (judge != null) {
            if (judge.heard(host, api.clock().instant())) {
                transition(host, HostStateRow.UP);
            }
            guests.write(host, speakers);
        }
    }

    private void resume() {
        Liveness judge = liveness;
        if (judge != null) {
            judge.resume(api.clock().instant());
        }
    }

    private void tickSafely() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.warn("the hosts of {} were not judged: {}", cell, e.toString());
        }
    }

    private void syncSafely() {
        try {
            if (judge() != null) {
                sync.sync();
            }
        } catch (RuntimeException e) {
            LOG.warn("the guests of {} were not compared with their servers: {}", cell, e.toString());
        }
    }

    private void tick() {
        Instant now = api.clock().instant();
        if (!lease.isHeld(now)) {
            liveness = null;
        }
        if (!lease.take(now)) {
            liveness = null;
            return;
        }
        Liveness judge = liveness;
        if (judge == null) {
            takeOver(now);
            return;
        }
        if (now.isAfter(judgedAt.plus(JUDGED_EVERY))) {
            judgedAt = now;
            looksAgain.run();
            api.cells().judged(cell, now);
        }
        List<HostStateRow> all = api.hostStates().ofCell(cell);
        registrar.forgetOthers(all.stream().map(HostStateRow::host).collect(Collectors.toSet()));
        Map<Boolean, List<HostStateRow>> retired =
                all.stream().collect(Collectors.partitioningBy(HostStateRow::retired));
        retired.getOrDefault(true, List.of()).forEach(row -> speakers.forget(row.host()));
        List<HostStateRow> known = retired.getOrDefault(false, List.of());
        Map<String, String> states = judge.judge(known, now);
        if (known.stream().anyMatch(row -> falls(row, states)) && !probe.carries()) {
            LOG.warn("the bus of cell {} carries nothing: its silent hosts are unknown, not down", cell);
            known.stream()
                    .filter(row -> falls(row, states))
                    .forEach(row -> states.put(row.host(), HostStateRow.UNKNOWN));
        }
        known.stream()
                .filter(row -> !row.state().equals(states.get(row.host())))
                .forEach(row -> transition(row.host(), states.getOrDefault(row.host(), HostStateRow.UNKNOWN)));
        if (now.isAfter(seenAt.plus(SEEN_EVERY))) {
            seenAt = now;
            seen(states, now);
        }
    }

    private void takeOver(Instant now) {
        LOG.info("takes in the reports of cell {}", cell);
        registrar.takeOver();
        guests.takeOver();
        liveness = new Liveness(patience, now);
        // What was reported while another process took the reports in, or none; but not of hosts that were removed
        // since.
        inventories.keySet().removeIf(host -> api.hostMappings().find(host).isEmpty());
        inventories.forEach(this::register);
    }

    private static boolean falls(HostStateRow row, Map<String, String> states) {
        return row.state().equals(HostStateRow.UP) && HostStateRow.DOWN.equals(states.get(row.host()));
    }

    /** Also puts right what a cell's database missed while it was away. */
    private void seen(Map<String, String> states, Instant now) {
        List<String> up = states.entrySet().stream()
                .filter(state -> HostStateRow.UP.equals(state.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!up.isEmpty()) {
            api.hostStates().seen(up, now);
        }
        speakers.forget();
        database.get().services().all().stream()
                .filter(row -> states.containsKey(row.host()))
                .forEach(row -> {
                    String state = states.getOrDefault(row.host(), row.state());
                    if (!state.equals(row.state())) {
                        database.get().services().transition(row.host(), state);
                    }
                });
    }

    private void transition(String host, String state) {
        Instant now = api.clock().instant();
        if (api.hostStates().transition(host, cell, state, now) == 1) {
            LOG.info("host {} is {}", host, state);
            database.get().services().transition(host, state);
        }
    }

    /** Stops listening; a successor takes over at once, or when the lease is over where the database does not answer. */
    @Override
    public void close() {
        if (clockwork.isShutdown()) {
            return;
        }
        syncing.shutdownNow();
        subscriptions.forEach(Subscription::close);
        queues.close();
        clockwork.execute(this::release);
        clockwork.shutdown();
        try {
            if (!clockwork.awaitTermination(LAST_TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                clockwork.shutdownNow();
            }
        } catch (InterruptedException e) {
            clockwork.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void release() {
        try {
            lease.release();
        } catch (RuntimeException e) {
            LOG.info("the lease of {} runs out by itself: {}", cell, e.toString());
        }
    }
}
