package io.cellplane.bus;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subscription on the in-process bus: its messages in order, on a virtual thread while there are any. */
final class Deliveries implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final int PENDING_LIMIT = 100_000;

    private final SubjectPattern pattern;
    private final Handler handler;
    private final InProcessClient owner;
    private final Queue<Message> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private volatile boolean closed;

    Deliveries(SubjectPattern pattern, Handler handler, InProcessClient owner) {
        this.pattern = pattern;
        this.handler = handler;
        this.owner = owner;
    }

    boolean matches(String subject) {
        return pattern.matches(subject);
    }

    boolean hears() {
        return !closed && owner.hears();
    }

    InProcessClient owner() {
        return owner;
    }

    void deliver(Message message) {
        if (!hears()) {
            return;
        }
        if (pending.get() >= PENDING_LIMIT) {
            LOG.warn("a slow subscriber loses a message on {}", message.subject());
            return;
        }
        queue.add(message);
        if (pending.getAndIncrement() == 0) {
            Thread.ofVirtual().name("bus-" + owner.name()).start(this::drain);
        }
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // a handler's failure must not end the subscription
    private void drain() {
        do {
            Message message = queue.remove();
            if (hears()) {
                owner.traffic().countReceived();
                try {
                    handler.handle(message);
                } catch (BusAway e) {
                    LOG.debug("bus closed while handling {}", message.subject());
                } catch (RuntimeException e) {
                    LOG.error("handler failed on {}", message.subject(), e);
                }
            }
        } while (pending.decrementAndGet() > 0);
    }

    @Override
    public void close() {
        closed = true;
        owner.forget(this);
    }
}
