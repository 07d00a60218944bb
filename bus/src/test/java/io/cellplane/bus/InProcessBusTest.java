package io.cellplane.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cellplane.bus.Disturbance.Fate;
import io.cellplane.bus.Disturbance.Leg;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InProcessBusTest extends BusContract {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration BRIEF = Duration.ofMillis(100);

    private final InProcessBus server = new InProcessBus();

    @Override
    InProcessClient connect() {
        return server.connect();
    }

    @Test
    void loses_the_answer_although_the_request_arrived() {
        Bus cell = client();
        Bus host = client();
        AtomicInteger asked = new AtomicInteger();
        host.subscribe("q", m -> {
            asked.incrementAndGet();
            m.respond(bytes("a"));
        });
        server.disturb((leg, subject) -> leg == Leg.REPLY && subject.equals("q") ? Fate.LOST : Fate.DELIVERED);
        assertThatThrownBy(() -> cell.request("q", bytes(""), BRIEF).join()).hasCauseInstanceOf(RequestTimedOut.class);
        assertThat(asked).hasValue(1);
        server.disturb(Disturbance.NONE);
        assertThat(cell.request("q", bytes(""), SOON)).succeedsWithin(SOON);
    }

    @Test
    void repeats_and_delays() {
        Bus cell = client();
        Bus host = client();
        AtomicInteger asked = new AtomicInteger();
        host.subscribe("q", m -> {
            asked.incrementAndGet();
            m.respond(bytes("a"));
        });
        server.disturb((leg, subject) -> switch (leg) {
            case REQUEST -> Fate.TWICE;
            case REPLY -> Fate.late(Duration.ofMillis(20));
            case PUBLISH -> Fate.LOST;
        });
        cell.publish("q", bytes("lost"));
        assertThat(cell.request("q", bytes(""), SOON)).succeedsWithin(SOON);
        await().atMost(SOON).until(() -> asked.get() == 2);
    }

    @Test
    void a_client_that_is_cut_off_is_away_for_others_and_hears_nothing() {
        Bus cell = client();
        InProcessClient host = connect();
        AtomicInteger reconnects = new AtomicInteger();
        host.onReconnect(reconnects::incrementAndGet);
        host.subscribe("q", m -> m.respond(bytes("a")));
        host.cut();
        assertThatThrownBy(() -> cell.request("q", bytes(""), SOON).join()).hasCauseInstanceOf(NoResponders.class);
        assertThatThrownBy(() -> host.request("q", bytes(""), SOON).join()).hasCauseInstanceOf(BusAway.class);
        assertThatThrownBy(() -> host.publish("q", bytes("refused"))).isInstanceOf(BusAway.class);
        host.restore();
        assertThat(cell.request("q", bytes(""), SOON)).succeedsWithin(SOON);
        await().atMost(SOON).until(() -> reconnects.get() == 1);
    }

    @Test
    void without_a_server_the_bus_is_away_and_nobody_silent() {
        Bus cell = client();
        InProcessClient host = connect();
        AtomicInteger reconnects = new AtomicInteger();
        host.onReconnect(reconnects::incrementAndGet);
        CompletableFuture<Boolean> heard = new CompletableFuture<>();
        host.subscribe("q", _ -> heard.complete(true));
        CompletableFuture<byte[]> waits = cell.request("q", bytes(""), Duration.ofMinutes(1));
        heard.join();
        server.stop();
        assertThatThrownBy(waits::join).hasCauseInstanceOf(BusAway.class);
        assertThatThrownBy(() -> cell.request("q", bytes(""), SOON).join()).hasCauseInstanceOf(BusAway.class);
        assertThat(cell.isConnected()).isFalse();
        server.start();
        assertThat(cell.isConnected()).isTrue();
        await().atMost(SOON).until(() -> reconnects.get() == 1);
    }
}
