package io.cellplane.bus;

import io.cellplane.bus.Disturbance.Fate;
import io.cellplane.bus.Disturbance.Leg;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a bus inside one process, with the semantics of NATS. Each process that a real cell would have
 * takes its own connection with {@link #connect}.
 */
public final class InProcessBus {
    private static final int ROUTES_LIMIT = 10_000;

    private final List<Deliveries> subscriptions = new CopyOnWriteArrayList<>();
    private final Map<String, List<Deliveries>> routes = new ConcurrentHashMap<>();
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();
    private final AtomicLong inboxes = new AtomicLong();
    private final AtomicLong clients = new AtomicLong();
    private final AtomicLong version = new AtomicLong();
    private final LongAdder messages = new LongAdder();
    private final Set<InProcessClient> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean down;
    private volatile Disturbance disturbance = Disturbance.NONE;

    /** A request that waits for its answer. */
    record Pending(String subject, InProcessClient asker, CompletableFuture<byte[]> answer) {}

    /** A new connection with a made-up name. */
    public InProcessClient connect() {
        return connect("client-" + clients.incrementAndGet());
    }

    /** @param name seen in thread names only */
    public InProcessClient connect(String name) {
        InProcessClient client = new InProcessClient(this, name);
        connections.add(client);
        return client;
    }

    /** The server ends: every connection is lost, and so is what was under way. */
    public void stop() {
        down = true;
        connections.forEach(InProcessClient::lose);
    }

    /** It is there again, and its connections come back by themselves. */
    public void start() {
        down = false;
        connections.forEach(InProcessClient::comeBack);
    }

    boolean isDown() {
        return down;
    }

    void forget(InProcessClient client) {
        connections.remove(client);
    }

    /** What becomes of messages from now on. */
    public void disturb(Disturbance newDisturbance) {
        this.disturbance = newDisturbance;
    }

    /** How many messages were sent over this bus by all its clients. */
    public long messages() {
        return messages.sum();
    }

    void add(Deliveries subscription) {
        subscriptions.add(subscription);
        forgetRoutes();
    }

    void remove(Deliveries subscription) {
        subscriptions.remove(subscription);
        forgetRoutes();
    }

    private void forgetRoutes() {
        version.incrementAndGet();
        routes.clear();
    }

    void publish(String subject, byte[] payload) {
        messages.increment();
        Pending request = pending.get(subject);
        if (request != null) {
            send(
                    disturbance.fate(Leg.REPLY, request.subject()),
                    () -> request.asker().answered(subject, request, payload));
        } else {
            send(disturbance.fate(Leg.PUBLISH, subject), () -> deliver(subject, payload, null));
        }
    }

    /** Returns the inbox, or null when nobody listens. */
    @Nullable String request(Pending request, byte[] payload) {
        messages.increment();
        if (route(request.subject()).stream().noneMatch(Deliveries::hears)) {
            return null;
        }
        String inbox = "_INBOX." + inboxes.incrementAndGet();
        pending.put(inbox, request);
        send(disturbance.fate(Leg.REQUEST, request.subject()), () -> deliver(request.subject(), payload, inbox));
        return inbox;
    }

    void done(String inbox) {
        pending.remove(inbox);
    }

    private void deliver(String subject, byte[] payload, @Nullable String replyTo) {
        for (Deliveries subscription : route(subject)) {
            subscription.deliver(new Message(subject, payload, replyTo, subscription.owner()::publish));
        }
    }

    private List<Deliveries> route(String subject) {
        List<Deliveries> known = routes.get(subject);
        if (known != null) {
            return known;
        }
        long seen = version.get();
        List<Deliveries> found =
                subscriptions.stream().filter(s -> s.matches(subject)).toList();
        if (routes.size() >= ROUTES_LIMIT) {
            routes.clear();
        }
        routes.put(subject, found);
        if (version.get() != seen) {
            routes.remove(subject);
        }
        return found;
    }

    private static void send(Fate fate, Runnable delivery) {
        Runnable all = () -> {
            for (int i = 0; i < fate.copies(); i++) {
                delivery.run();
            }
        };
        if (fate.delay().isZero()) {
            all.run();
        } else {
            Executor later = CompletableFuture.delayedExecutor(
                    fate.delay().toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread);
            later.execute(all);
        }
    }
}
