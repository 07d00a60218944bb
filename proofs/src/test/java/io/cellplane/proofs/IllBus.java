package io.cellplane.proofs;

import io.cellplane.bus.Bus;
import io.cellplane.bus.Handler;
import io.cellplane.bus.Subscription;
import io.cellplane.bus.Traffic;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.host.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The bus of a host that lives and reports, and while it is ill answers every command in the same way and does nothing. */
final class IllBus implements Bus {
    private final Bus bus;
    private volatile @Nullable Illness illness;

    IllBus(Bus bus) {
        this.bus = bus;
    }

    /** What it answers. */
    enum Illness {
        WORKS_FOR_EVER(Wire.encode(Reply.running())),
        IN_TROUBLE_FOR_EVER(Wire.encode(Reply.trouble("the disk is full"))),
        GARBAGE("{\"state\":\"DONE\",\"outcome\":[garbage".getBytes(StandardCharsets.UTF_8));

        @SuppressWarnings("ImmutableEnumChecker") // never written to
        private final byte[] answer;

        Illness(byte[] answer) {
            this.answer = answer;
        }
    }

    void fallIll(Illness how) {
        illness = how;
    }

    void recover() {
        illness = null;
    }

    @Override
    public Subscription subscribe(String pattern, Handler handler) {
        return bus.subscribe(pattern, message -> {
            Illness now = illness;
            if (now == null || !pattern.contains(".do.")) {
                handler.handle(message);
            } else {
                message.respond(now.answer);
            }
        });
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
