package io.cellplane.bus;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** One process's connection to an {@link InProcessBus}; tests may cut it. */
public final class InProcessClient implements Bus {
    private final InProcessBus server;
    private final String name;
    private final Traffic traffic = new Traffic();
    private final Set<Deliveries> subscriptions = ConcurrentHashMap.newKeySet();
    private final Map<Long, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean cut;
    private volatile boolean closed;

    InProcessClient(InProcessBus server, String name) {
        this.server = server;
        this.name = name;
    }

    /** The network to this client is gone, in both directions; others see that nobody responds. */
    public void cut() {
        cut = true;
        lose();
    }

    /** The network is back. */
    public void restore() {
        cut = false;
        comeBack();
    }

    void lose() {
        waiting.values().forEach(answer -> answer.completeExceptionally(lost()));
    }

    void comeBack() {
        if (isConnected()) {
            listeners.forEach(listener -> Thread.startVirtualThread(listener));
        }
    }

    @Override
    public boolean isConnected() {
        return !cut && !closed && !server.isDown();
    }

    @Override
    public void publish(String subject, byte[] payload) {
        check(subject, payload);
        if (!isConnected()) {
            throw lost();
        }
        traffic.countSent();
        server.publish(subject, payload);
    }

    @Override
    public CompletableFuture<byte[]> request(String subject, byte[] payload, Duration timeout) {
        if (closed) {
            return CompletableFuture.failedFuture(away());
        }
        check(subject, payload);
        if (!isConnected()) {
            return CompletableFuture.failedFuture(lost());
        }
        traffic.countSent();
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        String inbox = server.request(new InProcessBus.Pending(subject, this, answer), payload);
        if (inbox == null) {
            return CompletableFuture.failedFuture(new NoResponders(subject));
        }
        var _ = answer.whenComplete((_, _) -> server.done(inbox));
        long number = requests.incrementAndGet();
        waiting.put(number, answer);
        if (closed) {
            answer.completeExceptionally(away());
        } else if (!isConnected()) {
            answer.completeExceptionally(lost());
        }
        var _ = answer.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((_, _) -> waiting.remove(number));
        return answer.exceptionallyCompose(thrown -> CompletableFuture.failedFuture(
                thrown instanceof TimeoutException ? new RequestTimedOut(subject, timeout) : thrown));
    }

    @Override
    public Subscription subscribe(String pattern, Handler handler) {
        SubjectPattern subjects = SubjectPattern.of(pattern);
        if (closed) {
            throw away();
        }
        Deliveries subscription = new Deliveries(subjects, handler, this);
        subscriptions.add(subscription);
        server.add(subscription);
        return subscription;
    }

    @Override
    public void onReconnect(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public void close() {
        closed = true;
        server.forget(this);
        subscriptions.forEach(Subscription::close);
        waiting.values().forEach(answer -> answer.completeExceptionally(away()));
    }

    String name() {
        return name;
    }

    boolean hears() {
        return isConnected();
    }

    void forget(Deliveries subscription) {
        subscriptions.remove(subscription);
        server.remove(subscription);
    }

    void answered(String inbox, InProcessBus.Pending request, byte[] payload) {
        if (hears()) {
            traffic.countReceived();
            server.done(inbox);
            request.answer().complete(payload);
        }
    }

    private void check(String subject, byte[] payload) {
        SubjectPattern.requireLiteral(subject);
        if (payload.length > PAYLOAD_LIMIT) {
            throw new PayloadTooLarge(subject, payload.length);
        }
        if (closed) {
            throw away();
        }
    }

    private BusAway lost() {
        return new BusAway("the connection of " + name + " is lost", null);
    }

    private BusAway away() {
        return new BusAway("the connection of " + name + " is closed", null);
    }
}
