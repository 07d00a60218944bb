package io.cellplane.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FollowingBusTest extends BusContract {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration EVERY = Duration.ofMillis(20);

    private final Map<String, InProcessBus> servers = Map.of("old", new InProcessBus(), "new", new InProcessBus());
    private final AtomicReference<String> address = new AtomicReference<>("old");

    private InProcessBus server(String name) {
        return Objects.requireNonNull(servers.get(name));
    }

    @Override
    Bus connect() {
        return new FollowingBus(
                address::get,
                at -> {
                    if (!servers.containsKey(at)) {
                        throw new BusAway("no bus at " + at, null);
                    }
                    return server(at).connect();
                },
                EVERY);
    }

    @Test
    void what_was_heard_at_the_old_address_is_heard_at_the_new_one_and_the_old_one_is_left() {
        Bus cell = client();
        AtomicInteger reconnects = new AtomicInteger();
        List<String> heard = new CopyOnWriteArrayList<>();
        cell.onReconnect(reconnects::incrementAndGet);
        subscribe(cell, "up.*", message -> heard.add(message.subject()));
        Subscription ended = cell.subscribe("ended.*", message -> heard.add(message.subject()));
        ended.close();
        Bus left = server("old").connect();
        left.subscribe("do", message -> {});
        CompletableFuture<byte[]> asked = cell.request("do", bytes(""), Duration.ofMinutes(1));

        address.set("new");
        await().atMost(SOON).until(() -> reconnects.get() == 1);
        assertThatThrownBy(asked::join).hasCauseInstanceOf(BusAway.class);
        Bus host = server("new").connect();
        host.subscribe("do", message -> message.respond(bytes("done")));
        assertThat(cell.request("do", bytes(""), SOON)).succeedsWithin(SOON);
        left.publish("up.left", bytes(""));
        host.publish("ended.a", bytes(""));
        host.publish("up.a", bytes(""));
        await().atMost(SOON).until(() -> heard.contains("up.a"));
        assertThat(heard).containsExactly("up.a");

        server("new").stop();
        assertThat(cell.isConnected()).isFalse();
        server("new").start();
        await().atMost(SOON).until(() -> reconnects.get() == 2);
    }

    @Test
    void it_stays_where_it_is_until_there_is_somebody_at_the_new_address() {
        Bus cell = client();
        address.set("nowhere");
        Bus host = server("old").connect();
        AtomicInteger looked = new AtomicInteger();
        subscribe(host, "q", message -> message.respond(bytes("a")));
        await().pollInterval(EVERY).atMost(SOON).until(() -> looked.incrementAndGet() > 5);
        assertThat(cell.request("q", bytes(""), SOON)).succeedsWithin(SOON);
        assertThat(cell.isConnected()).isTrue();
    }
}
