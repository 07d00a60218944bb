package io.cellplane.proofs;

import io.cellplane.bus.Bus;
import io.cellplane.bus.Handler;
import io.cellplane.bus.Subscription;
import io.cellplane.bus.Traffic;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Passes everything on to another one, but what a subclass does otherwise. */
abstract class ForwardingBus implements Bus {
    final Bus bus;

    ForwardingBus(Bus bus) {
        this.bus = bus;
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
        return bus.subscribe(pattern, handler);
    }

    @Override
    public void onReconnect(Runnable listener) {
        bus.onReconnect(listener);
    }

    @Override
    public Traffic traffic() {
        return bus.traffic();
    }

    @Override
    public void close() {
        bus.close();
    }
}
