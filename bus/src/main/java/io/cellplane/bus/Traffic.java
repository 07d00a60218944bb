package io.cellplane.bus;

import java.util.concurrent.atomic.LongAdder;

/** Counts messages; requests and answers are messages too. */
public final class Traffic {
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();

    void countSent() {
        sent.increment();
    }

    void countReceived() {
        received.increment();
    }

    public long sent() {
        return sent.sum();
    }

    public long received() {
        return received.sum();
    }
}
