package io.cellplane.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every bus must do, whoever carries the messages. */
abstract class BusContract {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration BRIEF = Duration.ofMillis(200);

    private final List<Bus> opened = new ArrayList<>();

    /** A connection of its own to the same server for each call. */
    abstract Bus connect();

    Bus client() {
        Bus bus = connect();
        opened.add(bus);
        return bus;
    }

    /** Subscribes and waits until the server knows of it: asking for oneself is answered in order. */
    static Subscription subscribe(Bus bus, String pattern, Handler handler) {
        Subscription subscription = bus.subscribe(pattern, handler);
        settle(bus);
        return subscription;
    }

    static void settle(Bus bus) {
        assertThatThrownBy(() -> bus.request("nobody.here", bytes(""), SOON).join())
                .hasCauseInstanceOf(NoResponders.class);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @AfterEach
    void closeAll() {
        opened.forEach(Bus::close);
    }

    @Test
    void publishes_to_every_subscriber_that_matches() {
        Bus host = client();
        Bus cell = client();
        List<String> heard = new CopyOnWriteArrayList<>();
        subscribe(cell, "host.*.up.alive", m -> heard.add("one " + m.subject()));
        subscribe(cell, "host.>", m -> heard.add("all " + m.subject()));
        subscribe(cell, "host.*", m -> heard.add("short " + m.subject()));
        subscribe(cell, "host.h2.up.alive", m -> heard.add("other " + m.subject()));
        host.publish("host.h1.up.alive", bytes("x"));
        host.publish("host.h1.up.power", bytes("x"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(heard)
                        .containsExactlyInAnyOrder(
                                "one host.h1.up.alive", "all host.h1.up.alive", "all host.h1.up.power"));
    }

    @Test
    void keeps_the_order_of_one_sender_for_one_subscription() {
        Bus host = client();
        Bus cell = client();
        List<String> heard = new CopyOnWriteArrayList<>();
        subscribe(cell, "n", m -> heard.add(text(m.payload())));
        List<String> sent = IntStream.range(0, 500).mapToObj(String::valueOf).toList();
        sent.forEach(n -> host.publish("n", bytes(n)));
        await().atMost(SOON).untilAsserted(() -> assertThat(heard).isEqualTo(sent));
    }

    @Test
    void answers_a_request_on_a_virtual_thread() {
        Bus cell = client();
        Bus host = client();
        subscribe(
                host,
                "host.h1.do.>",
                m -> m.respond(bytes(text(m.payload()) + " on " + m.subject() + " "
                        + Thread.currentThread().isVirtual())));
        byte[] answer = cell.request("host.h1.do.spawn", bytes("yes"), SOON).join();
        assertThat(text(answer)).isEqualTo("yes on host.h1.do.spawn true");
    }

    @Test
    void an_answer_may_come_later_and_from_another_thread() {
        Bus cell = client();
        Bus host = client();
        List<Message> asked = new CopyOnWriteArrayList<>();
        subscribe(host, "q", asked::add);
        CompletableFuture<byte[]> first = cell.request("q", bytes("1"), SOON);
        CompletableFuture<byte[]> second = cell.request("q", bytes("2"), SOON);
        await().atMost(SOON).until(() -> asked.size() == 2);
        asked.get(1).respond(bytes("second"));
        asked.get(0).respond(bytes("first"));
        asked.get(0).respond(bytes("first again"));
        assertThat(text(first.join())).isEqualTo("first");
        assertThat(text(second.join())).isEqualTo("second");
    }

    @Test
    void says_at_once_that_nobody_listens() {
        Bus cell = client();
        Bus host = client();
        Subscription subscription = subscribe(host, "q", m -> m.respond(bytes("a")));
        assertThat(cell.request("q", bytes(""), SOON)).succeedsWithin(SOON);
        subscription.close();
        settle(host);
        assertThatThrownBy(
                        () -> cell.request("q", bytes(""), Duration.ofDays(1)).join())
                .hasCauseInstanceOf(NoResponders.class)
                .satisfies(e -> assertThat(BusFailure.of(e)).isInstanceOf(NoResponders.class));
    }

    @Test
    void a_disconnected_process_does_not_respond() {
        Bus cell = client();
        Bus host = client();
        subscribe(host, "q", m -> m.respond(bytes("a")));
        host.close();
        await().atMost(SOON)
                .untilAsserted(() -> assertThatThrownBy(
                                () -> cell.request("q", bytes(""), SOON).join())
                        .hasCauseInstanceOf(NoResponders.class));
    }

    @Test
    void times_out_when_no_answer_comes() {
        Bus cell = client();
        Bus host = client();
        subscribe(host, "q", m -> {});
        assertThatThrownBy(() -> cell.request("q", bytes(""), BRIEF).join()).hasCauseInstanceOf(RequestTimedOut.class);
    }

    @Test
    void a_slow_handler_delays_neither_the_sender_nor_others() throws InterruptedException {
        Bus cell = client();
        Bus host = client();
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger slow = new AtomicInteger();
        subscribe(host, "slow", m -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            slow.incrementAndGet();
        });
        subscribe(host, "q", m -> m.respond(bytes("a")));
        for (int i = 0; i < 100; i++) {
            cell.publish("slow", bytes("x"));
        }
        assertThat(cell.request("q", bytes(""), SOON)).succeedsWithin(SOON);
        assertThat(slow).hasValue(0);
        release.countDown();
        await().atMost(SOON).until(() -> slow.get() == 100);
    }

    @Test
    void a_failing_handler_goes_on() {
        Bus cell = client();
        Bus host = client();
        subscribe(host, "q", m -> {
            if (text(m.payload()).equals("bad")) {
                throw new IllegalStateException("expected by this test");
            }
            m.respond(bytes("a"));
        });
        cell.publish("q", bytes("bad"));
        assertThat(cell.request("q", bytes("good"), SOON)).succeedsWithin(SOON);
    }

    @Test
    void carries_what_fits_and_refuses_what_does_not() {
        Bus cell = client();
        Bus host = client();
        subscribe(host, "q", m -> m.respond(m.payload()));
        byte[] full = new byte[Bus.PAYLOAD_LIMIT];
        assertThat(cell.request("q", full, SOON).join()).hasSize(Bus.PAYLOAD_LIMIT);
        byte[] tooMuch = new byte[Bus.PAYLOAD_LIMIT + 1];
        assertThatThrownBy(() -> cell.publish("q", tooMuch)).isInstanceOf(PayloadTooLarge.class);
        assertThatThrownBy(() -> cell.request("q", tooMuch, SOON)).isInstanceOf(PayloadTooLarge.class);
    }

    @Test
    void refuses_what_is_no_subject() {
        Bus cell = client();
        for (String bad : List.of("", "a..b", "a b", ".a", "host.*.do", "a.>")) {
            assertThatThrownBy(() -> cell.publish(bad, bytes(""))).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> cell.subscribe("a.>.b", m -> {})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_closed_bus_is_away() {
        Bus cell = client();
        Bus host = client();
        subscribe(host, "q", m -> {});
        CompletableFuture<byte[]> underWay = cell.request("q", bytes(""), SOON);
        cell.close();
        cell.close();
        assertThatThrownBy(underWay::join).hasCauseInstanceOf(BusAway.class);
        assertThatThrownBy(() -> cell.publish("q", bytes(""))).isInstanceOf(BusAway.class);
        assertThatThrownBy(() -> cell.subscribe("q", m -> {})).isInstanceOf(BusAway.class);
        assertThatThrownBy(() -> cell.request("q", bytes(""), SOON).join()).hasCauseInstanceOf(BusAway.class);
    }

    @Test
    void counts_messages() {
        Bus cell = client();
        Bus host = client();
        subscribe(host, "q", m -> m.respond(bytes("a")));
        long sent = cell.traffic().sent();
        long received = cell.traffic().received();
        cell.request("q", bytes(""), SOON).join();
        assertThat(cell.traffic().sent() - sent).isEqualTo(1);
        assertThat(cell.traffic().received() - received).isEqualTo(1);
        assertThat(host.traffic().received()).isEqualTo(1);
    }
}
