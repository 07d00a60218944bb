package io.cellplane.compute.agent;

import io.cellplane.bus.Bus;
import io.cellplane.bus.BusFailure;
import io.cellplane.bus.NoResponders;
import io.cellplane.bus.Wire;
import io.cellplane.compute.hypervisor.Hypervisor;
import io.cellplane.compute.hypervisor.HypervisorFacts;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.host.Alive;
import io.cellplane.contracts.host.GuestPowers;
import io.cellplane.contracts.host.HostDetails.Offer;
import io.cellplane.contracts.host.Inventory;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.process.health.Build;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says upwards that the host lives, what it has, and what runs on it. Any report may be lost; the next one says all. */
final class Reporter {
    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
    private static final Duration INVENTORY_EVERY = Duration.ofSeconds(60);
    private static final Duration POWERS_EVERY = Duration.ofMinutes(10);
    private static final Duration HEARD = Duration.ofSeconds(1);
    /** Changes within this time are told together. */
    private static final Duration CHANGES_GATHER = Duration.ofMillis(200);

    private final Identity identity;
    private final Bus bus;
    private final Hypervisor hypervisor;
    private final Resuming resuming;
    private final @Nullable Offer offer;
    private final Patience patience;
    private final ScheduledExecutorService timer;
    private final LogKeys keys;
    private final UUID bootId = UUID.randomUUID();
    private final AtomicLong sequence = new AtomicLong();
    private final Telling inventory = new Telling(() -> inventory(true));
    private final Telling powers = new Telling(this::powers);
    private volatile @Nullable HypervisorFacts told;
    private volatile boolean stopped;

    Reporter(
            Identity identity,
            Bus bus,
            Hypervisor hypervisor,
            Resuming resuming,
            @Nullable Offer offer,
            Patience patience,
            ScheduledExecutorService timer,
            LogKeys keys) {
        this.identity = identity;
        this.bus = bus;
        this.hypervisor = hypervisor;
        this.resuming = resuming;
        this.offer = offer;
        this.patience = patience;
        this.timer = timer;
        this.keys = keys;
    }

    void start() {
        bus.onReconnect(this::tellAll);
        tellAll();
        every(patience.hosts().alive(), this::alive);
        every(patience.hosts().alive(), () -> inventory.apart(() -> inventory(false)));
        every(INVENTORY_EVERY, inventory::now);
        every(POWERS_EVERY, powers::now);
    }

    /** Nothing is said from now on, also when the bus outlives the agent. */
    void stop() {
        stopped = true;
    }

    /** The last report whose looks were taken by now, as {@code boot id/number}. */
    String reported() {
        return bootId + "/" + sequence.get();
    }

    /** Guests have changed. */
    void changed() {
        powers.after(CHANGES_GATHER);
    }

    private void tellAll() {
        alive();
        inventory.now();
        powers.now();
    }

    private void alive() {
        send(
                Subjects.UP_ALIVE,
                new Alive(identity.host(), identity.cell(), identity.hostUuid(), bootId, sequence.incrementAndGet()));
    }

    private void inventory(boolean always) {
        HypervisorFacts facts = hypervisor.facts();
        if (!always && facts.equals(told)) {
            return;
        }
        told = facts;
        insist(
                inventory,
                Subjects.UP_INVENTORY,
                new Inventory(
                        identity.host(),
                        identity.cell(),
                        identity.hostUuid(),
                        bootId,
                        sequence.incrementAndGet(),
                        facts.hostname(),
                        facts.type(),
                        facts.version(),
                        facts.hostIp(),
                        facts.vcpus(),
                        facts.memoryMb(),
                        facts.diskGb(),
                        facts.cpuInfo(),
                        facts.details().offering(offer),
                        Build.here().text()));
    }

    private void powers() {
        // The number is taken before looking, so that a report with a higher number never knows less.
        long number = sequence.incrementAndGet();
        Map<UUID, PowerState> guests = hypervisor.guests();
        resuming.seen(guests);
        insist(powers, Subjects.UP_POWER, new GuestPowers(identity.host(), identity.cell(), bootId, number, guests));
    }

    /** Nobody answers a report, but the bus says when nobody hears it: the cell-worker starts later than the host. */
    private void insist(Telling telling, String report, Object message) {
        if (stopped) {
            return;
        }
        var _ = bus.request(Subjects.report(identity.host(), report), Wire.encode(message), HEARD)
                .whenComplete((_, thrown) -> {
                    if (thrown != null && BusFailure.of(thrown) instanceof NoResponders) {
                        telling.after(HEARD);
                    }
                });
    }

    private void send(String report, Object message) {
        if (stopped) {
            return;
        }
        try {
            bus.publish(Subjects.report(identity.host(), report), Wire.encode(message));
        } catch (BusFailure e) {
            LOG.debug("report {} not sent: {}", report, e.getMessage());
        }
    }

    private void every(Duration pause, Runnable task) {
        var _ = timer.scheduleWithFixedDelay(task, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One report, under way at most once and due at most once, on a thread of its own: a hypervisor may hang. */
    private final class Telling {
        private final Runnable whole;
        private final AtomicBoolean due = new AtomicBoolean();
        private final AtomicBoolean busy = new AtomicBoolean();

        Telling(Runnable whole) {
            this.whole = whole;
        }

        void after(Duration pause) {
            if (due.compareAndSet(false, true)) {
                try {
                    var _ = timer.schedule(this::now, pause.toMillis(), TimeUnit.MILLISECONDS);
                } catch (RejectedExecutionException e) {
                    LOG.debug("closing; the next start tells all");
                }
            }
        }

        void now() {
            due.set(false);
            if (!apart(whole)) {
                after(CHANGES_GATHER);
            }
        }

        boolean apart(Runnable report) {
            if (!busy.compareAndSet(false, true)) {
                return false;
            }
            Thread.startVirtualThread(() -> {
                try (var _ = keys.ofHost()) {
                    report.run();
                } catch (RuntimeException e) {
                    LOG.warn("the hypervisor tells nothing: {}", e.toString());
                } finally {
                    busy.set(false);
                }
            });
            return true;
        }
    }
}
