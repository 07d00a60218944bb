package io.cellplane.activities.cell.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.bus.Wire;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.DiskOffer;
import io.cellplane.contracts.host.GuestsAnswer;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.host.Verb;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Hosts.Left;
import io.cellplane.temporal.step.Hosts.Offer;
import io.cellplane.temporal.step.Hosts.Offering;
import io.cellplane.temporal.step.Hosts.Receiving;
import io.cellplane.testing.HandClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Where two hosts share no storage, one is let at the other's disks with a key of their own. */
class OfferTest extends RelayFixture {
    private static final TestControlLevel CONTROL = new TestControlLevel("offer", new HandClock(), "cell1");
    private static final Reply OFFERED =
            Reply.done(Map.of(Reply.ADDRESS, "10.0.0.7", Reply.PORT, "7410", Reply.DISKS, "root=100,ephemeral=7"));

    private final UUID storage = UUID.randomUUID();
    private volatile @Nullable UUID there;

    OfferTest() {
        super(CONTROL);
    }

    @AfterAll
    static void stop() {
        CONTROL.close();
    }

    private Offering offering() {
        return new Offering(step("offer"), operation, storage, "h2", Duration.ofHours(1));
    }

    /** The destination, which has its guests there. */
    private void destination() {
        bus.connect("h2")
                .subscribe(
                        Subjects.questions("h2"),
                        message -> message.respond(Wire.encode(
                                new GuestsAnswer("h2", new UUID(0, 2), List.of(), List.of(), false, there))));
    }

    @Test
    void a_host_that_offers_copies_says_where_it_keeps_the_guest() {
        Hosts hosts = hosts(Grants.NONE);
        reply = Reply.done(Map.of(Reply.RAN, "true", Reply.ROOT_GB, "7", Reply.STORAGE, storage.toString()));
        assertThat(hosts.leave(step("leave"), List.of())).isEqualTo(StepResult.done(new Left(true, 7, 0, storage)));
    }

    @Test
    void nothing_is_offered_where_both_share_the_storage_or_the_destination_does_not_say() {
        Hosts hosts = hosts(Grants.NONE);
        there = storage;
        destination();
        assertThat(hosts.offer(offering())).isEqualTo(StepResult.done(new Offer(null, 0, Map.of())));
        there = null;
        assertThat(hosts.offer(offering())).isEqualTo(StepResult.done(new Offer(null, 0, Map.of())));
        assertThat(told).isEmpty();
        assertThat(CONTROL.api.operationData().of(operation)).isEmpty();
    }

    @Test
    void a_destination_that_is_silent_is_named() {
        StepResult<Offer> offered = hosts(Grants.NONE).offer(offering());
        assertThat(offered.failure()).isEqualTo(Failure.HOST_ABSENT.type());
        assertThat(offered.message()).contains("Host 'h2'");
    }

    @Test
    void both_hosts_are_told_one_key_that_lies_encrypted_with_the_operation() {
        landed();
        Hosts hosts = hosts(Grants.NONE);
        there = UUID.randomUUID();
        destination();
        reply = OFFERED;
        Offer offer = new Offer("10.0.0.7", 7410, Map.of("root", 100L, "ephemeral", 7L));
        assertThat(hosts.offer(offering())).isEqualTo(StepResult.done(offer));
        Order.Offer told = (Order.Offer) order();
        assertThat(told.key()).matches("[0-9a-f]{64}");
        assertThat(told.lifeMillis()).isEqualTo(3_600_000);
        hosts.offer(offering());
        assertThat(order()).as("again, the same").isEqualTo(told);
        assertThat(CONTROL.api.operationData().of(operation))
                .singleElement()
                .satisfies(row -> assertThat(new String(row.value(), StandardCharsets.ISO_8859_1))
                        .doesNotContain(told.key()));
        reply = Reply.done(Map.of(Reply.POWER_STATE, "4"));
        hosts.receive(new Receiving(step("receive"), operation, "h1", LARGE, List.of(), null, offer));
        assertThat(order())
                .isInstanceOfSatisfying(
                        Order.Receive.class,
                        receive -> assertThat(receive.offer())
                                .isEqualTo(new DiskOffer("10.0.0.7", 7410, told.key(), offer.disks())));
        assertThat(told.toString() + order()).doesNotContain(told.key());
    }

    @Test
    void once_the_operation_is_over_there_is_no_key() {
        landed();
        Hosts hosts = hosts(Grants.NONE);
        there = UUID.randomUUID();
        destination();
        reply = OFFERED;
        Offer offer = new Offer("10.0.0.7", 7410, Map.of("root", 100L));
        hosts.offer(offering());
        CONTROL.api.operationData().erase(operation);
        told.clear();
        assertThat(hosts.offer(offering()).failure()).isEqualTo(Failure.STALE.type());
        assertThat(hosts.receive(new Receiving(step("receive"), operation, "h1", LARGE, List.of(), null, offer))
                        .failure())
                .isEqualTo(Failure.STALE.type());
        assertThat(told).isEmpty();
    }

    @Test
    void what_is_no_address_or_no_disk_is_no_answer() {
        Map<String, String> said = Map.of(Reply.ADDRESS, "10.0.0.7", Reply.PORT, "7410", Reply.DISKS, "root=1");
        Command offer = new Command(
                Verb.OFFER,
                operation,
                "offer",
                1,
                false,
                operation,
                1,
                1,
                1,
                "req-1",
                new Order.Offer(operation, "00", 1));
        assertThat(Answers.reply(offer, Wire.encode(Reply.done(said)))).isEqualTo(Reply.done(said));
        for (Map.Entry<String, String> wrong : Map.of(
                        Reply.ADDRESS, "a b", Reply.PORT, "65536", Reply.DISKS, "root=-1", Reply.STORAGE, "x")
                .entrySet()) {
            Map<String, String> hostile = new HashMap<>(said);
            hostile.put(wrong.getKey(), wrong.getValue());
            assertThat(Answers.reply(offer, Wire.encode(Reply.done(hostile)))).isNull();
        }
    }
}
