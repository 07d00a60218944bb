package io.cellplane.activities.cell.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.bus.Wire;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.Grant;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.ImageAccess;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Hosts.HostStep;
import io.cellplane.temporal.step.Hosts.Powered;
import io.cellplane.temporal.step.Hosts.Receiving;
import io.cellplane.temporal.step.Hosts.Uploading;
import io.cellplane.testing.HandClock;
import io.temporal.failure.ActivityFailure;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts that are silent, or answer and cannot act. */
class IllHostsTest extends RelayFixture {
    private static final TestControlLevel CONTROL = new TestControlLevel("ill_hosts", new HandClock(), "cell1");

    IllHostsTest() {
        super(CONTROL);
    }

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    @Test
    void a_silent_host_refuses_what_makes_truth_and_owes_what_cleans() {
        landed();
        Hosts hosts = hosts(new Granting(), NOBODY);
        assertThat(List.of(
                        hosts.change(step("start"), Power.START),
                        hosts.leave(step("leave"), List.of()),
                        hosts.receive(new Receiving(step("receive"), operation, "source", LARGE, List.of())),
                        hosts.upload(new Uploading(step("upload"), operation, image, List.of())),
                        hosts.keeps(step("restore"), operation),
                        hosts.setAside(step("leave")),
                        hosts.restore(step("restore"), operation, true)))
                .allSatisfy(result -> assertThat(result.failure()).isEqualTo(Failure.HOST_ABSENT.type()));
        assertThat(List.of(
                        hosts.unsetAside(step("leave")),
                        hosts.unrestore(step("restore")),
                        hosts.unupload(step("upload")),
                        hosts.unleave(step("leave")),
                        hosts.unreceive(step("receive")),
                        hosts.unchange(step("stop")),
                        hosts.discard(step("discard"), operation),
                        hosts.remove(step("remove"))))
                .containsOnly(false);
    }

    private HostStep hurried(String name) {
        HostStep step = step(name);
        return new HostStep(
                step.step(),
                step.server(),
                step.cell(),
                step.host(),
                step.generation(),
                step.placing(),
                step.requestId(),
                step.absent(),
                Duration.ofMillis(200));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "the disk is full")
    void a_host_that_works_for_ever_is_as_good_as_silent(@Nullable String trouble) {
        landed();
        Hosts hosts = hosts(new Granting());
        reply = Reply.trouble(trouble);
        assertThat(List.of(
                        hosts.change(hurried("start"), Power.START),
                        hosts.leave(hurried("leave"), List.of()),
                        hosts.receive(new Receiving(hurried("receive"), operation, "source", LARGE, List.of())),
                        hosts.restore(hurried("restore"), operation, true)))
                .allSatisfy(result -> assertThat(result.failure()).isEqualTo(Failure.HOST_ABSENT.type()));
        assertThat(List.of(hosts.unleave(hurried("leave")), hosts.remove(hurried("remove"))))
                .containsOnly(false);
    }

    @Test
    void a_host_that_says_at_once_that_it_works_is_not_asked_without_a_pause() {
        AtomicInteger asked = new AtomicInteger();
        bus.connect("h1").subscribe("host.h1.>", message -> {
            asked.incrementAndGet();
            message.respond(Wire.encode(Reply.running()));
        });
        long began = System.nanoTime();
        var _ = hosts(Grants.NONE, bus.connect("relay")).change(hurried("start"), Power.START);
        long tenths = Duration.ofNanos(System.nanoTime() - began).toMillis() / 100;
        assertThat((long) asked.get()).isBetween(2L, tenths + 1);
    }

    @Test
    void how_long_a_host_took_counts_over_all_attempts() {
        Hosts hosts = hosts(Grants.NONE);
        reply = Reply.running();
        environment.setHeartbeatDetails(Duration.ofHours(1).toMillis());
        StepResult<Powered> absent = hosts.change(step("start"), Power.START);
        assertThat(absent.failure()).isEqualTo(Failure.HOST_ABSENT.type());
        assertThat(String.valueOf(absent.message()).lines().toList())
                .containsExactly("The server's host did not take the command.", "Host 'h1'");
        assertThat(told).as("it is asked once more what became of it").hasSize(1);
    }

    @Test
    void one_host_holds_a_part_of_the_slots_and_a_command_beyond_comes_again() {
        HostSlots slots = new HostSlots();
        for (int i = 0; i < HostSlots.EACH; i++) {
            assertThat(slots.take("cell1", "h1")).isTrue();
        }
        assertThat(slots.take("cell1", "h2")).as("another host").isTrue();
        Hosts hosts = hosts(Grants.NONE, slots);
        assertThatThrownBy(() -> hosts.change(step("beyond"), Power.START))
                .isInstanceOf(ActivityFailure.class)
                .hasStackTraceContaining("HostBusy");
        environment.setHeartbeatDetails(Duration.ofHours(1).toMillis());
        assertThat(hosts.change(step("late"), Power.START).failure()).isEqualTo(Failure.HOST_ABSENT.type());
        assertThat(told).isEmpty();
        slots.give("cell1", "h1");
        assertThat(hosts.change(step("again"), Power.START).isDone()).isTrue();
        assertThat(slots.take("cell1", "h1")).as("given back").isTrue();
    }

    @Test
    void trouble_cleans_nothing() {
        Hosts hosts = hosts(Grants.NONE);
        reply = Reply.trouble("the disk is full");
        assertThat(List.of(
                        hosts.unspawn(step("spawn")),
                        hosts.discard(step("discard"), operation),
                        hosts.destroy(step("destroy")),
                        hosts.remove(step("remove"))))
                .containsOnly(false);
    }

    @Test
    void a_refusal_cleans_only_where_something_newer_is() {
        Hosts hosts = hosts(Grants.NONE);
        reply = Reply.refused(Failure.SPAWN_REFUSED.type(), "not understood");
        assertThat(List.of(hosts.discard(step("discard"), operation), hosts.remove(step("remove"))))
                .containsOnly(false);
        reply = Reply.refused(Failure.STALE.type(), Failure.STALE.text());
        assertThat(List.of(hosts.unspawn(step("spawn")), hosts.remove(step("remove"))))
                .containsOnly(true);
    }

    @Test
    void after_trouble_a_host_is_told_what_is_granted_then() {
        landed();
        Map<ImageAccess, Integer> times = new ConcurrentHashMap<>();
        Hosts hosts = hosts(new Grants() {
            @Override
            public Grant grant(Step step, UUID which, ImageAccess access, Duration life) {
                return new Grant(
                        URI.create("http://images/" + which), access + " " + times.merge(access, 1, Integer::sum));
            }

            @Override
            public void revoke(Step step) {}
        });
        reply = Reply.trouble("the image store answers 401");
        hosts.upload(new Uploading(hurried("upload"), operation, image, List.of()));
        assertThat(told.stream()
                        .map(command -> ((Order.Upload) Objects.requireNonNull(command.order()))
                                .write()
                                .token()))
                .startsWith("WRITE 1", "WRITE 2")
                .doesNotHaveDuplicates();
    }
}
