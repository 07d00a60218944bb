package io.cellplane.proofs;

import io.cellplane.bus.Bus;
import io.cellplane.bus.Handler;
import io.cellplane.bus.Subscription;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.host.Reply;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The bus of a host that lives and reports, and while it is ill answers every command in the same way and does nothing. */
final class IllBus extends ForwardingBus {
    private volatile @Nullable Illness illness;

    IllBus(Bus bus) {
        super(bus);
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
}
