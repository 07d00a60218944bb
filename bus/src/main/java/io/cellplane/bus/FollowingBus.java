package io.cellplane.bus;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to wherever the bus is now. When another address is told it connects there, hears there what it has heard
 * before, and leaves the former server; until that one answers, it stays where it is.
 */
public final class FollowingBus implements Bus {
    private static final Logger LOG = LoggerFactory.getLogger(FollowingBus.class);

    private final Supplier<String> address;
    private final Function<String, Bus> connect;
    private final Set<Heard> heard = ConcurrentHashMap.newKeySet();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock moving = new ReentrantLock();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("following-bus").factory());
    private volatile String at;
    private volatile Bus bus;
    private boolean closed;
    private String said = "";

    /**
     * Connects to the address that is told now.
     *
     * @param address asked every so often; what it throws is that nobody can tell now
     * @param connect to an address
     * @throws BusAway when no server answers there
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the clockwork, and catches what it throws
    public FollowingBus(Supplier<String> address, Function<String, Bus> connect, Duration every) {
        this.address = address;
        this.connect = connect;
        this.at = address.get();
        this.bus = connect.apply(at);
        clockwork.scheduleWithFixedDelay(this::follow, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void follow() {
        try {
            String now = address.get();
            if (!now.equals(at)) {
                move(now, connect.apply(now));
            }
            said = "";
        } catch (RuntimeException e) {
            if (!said.equals(e.toString())) {
                said = e.toString();
                LOG.warn("the bus is left where it is, at {}: {}", at, said);
            }
        }
    }

    private void move(String now, Bus next) {
        Bus former;
        moving.lock();
        try {
            if (closed) {
                next.close();
                return;
            }
            Map<Heard, Subscription> there = new HashMap<>();
            try {
                heard.forEach(each -> there.put(each, next.subscribe(each.pattern, each.handler)));
            } catch (BusAway away) {
                next.close();
                throw away;
            }
            there.forEach((each, subscription) -> each.there = subscription);
            listeners.forEach(next::onReconnect);
            former = bus;
            bus = next;
            at = now;
        } finally {
            moving.unlock();
        }
        former.close();
        LOG.info("the bus has moved to {}", now);
        listeners.forEach(listener -> Thread.startVirtualThread(listener));
    }

    /** A subscription, wherever it is. */
    private final class Heard implements Subscription {
        private final String pattern;
        private final Handler handler;
        private Subscription there;

        Heard(String pattern, Handler handler) {
            this.pattern = pattern;
            this.handler = handler;
            this.there = bus.subscribe(pattern, handler);
        }

        @Override
        public void close() {
            moving.lock();
            try {
                heard.remove(this);
                there.close();
            } finally {
                moving.unlock();
            }
        }
    }

    @Override
    public void publish(String subject, byte[] payload) {
        bus.publish(subject, payload);
    }

    @Override
    public CompletableFuture<byte[]> request(String subject, byte[] payload, Duration timeout) {
        return bus.request(subject, payload, timeout);
    }

    @Override
    public Subscription subscribe(String pattern, Handler handler) {
        moving.lock();
        try {
            Heard subscription = new Heard(pattern, handler);
            heard.add(subscription);
            return subscription;
        } finally {
            moving.unlock();
        }
    }

    @Override
    public void onReconnect(Runnable listener) {
        moving.lock();
        try {
            listeners.add(listener);
            bus.onReconnect(listener);
        } finally {
            moving.unlock();
        }
    }

    @Override
    public boolean isConnected() {
        return bus.isConnected();
    }

    /** Where it is now. */
    @Override
    public Traffic traffic() {
        return bus.traffic();
    }

    @Override
    public void close() {
        clockwork.shutdown();
        moving.lock();
        try {
            closed = true;
            bus.close();
        } finally {
            moving.unlock();
        }
    }
}
