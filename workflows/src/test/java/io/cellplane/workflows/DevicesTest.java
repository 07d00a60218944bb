package io.cellplane.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.AttachInterface;
import io.cellplane.temporal.flow.DeleteServer;
import io.cellplane.temporal.flow.DetachInterface;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.ResizeServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DevicesTest {
    private final Scripted scripted = new Scripted();

    private Ended attach() {
        return TestTemporal.run(scripted, AttachInterface.class, Kind.ATTACH_INTERFACE);
    }

    private Ended detach() {
        return TestTemporal.run(scripted.ofDevice(), DetachInterface.class, Kind.DETACH_INTERFACE);
    }

    private static <T> StepResult<T> refused(Failure failure) {
        return StepResult.refused(failure, failure.text());
    }

    @Test
    void a_port_is_made_then_its_card_plugged_then_it_is_shown() {
        assertThat(attach()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).containsExactly("begin", "attach on host1", "plug on host1", "attached in cell1");
    }

    @Test
    void what_the_network_service_refuses_leaves_no_port() {
        scripted.answer("attach on host1", refused(Failure.PORTS_REFUSED));
        assertThat(attach()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsExactly(
                        "begin", "attach on host1", "release 1", "end in cell1 with " + Failure.PORTS_REFUSED.type());
    }

    @Test
    void what_the_host_refuses_leaves_no_card_and_no_port() {
        scripted.answer("plug on host1", refused(Failure.CARD_REFUSED));
        assertThat(attach()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsExactly(
                        "begin",
                        "attach on host1",
                        "plug on host1",
                        "unplugged on host1",
                        "release 1",
                        "end in cell1 with " + Failure.CARD_REFUSED.type());
    }

    @Test
    void a_silent_host_is_asked_again_until_it_answers() {
        scripted.answer("plug on host1", refused(Failure.HOST_ABSENT));
        scripted.during("look at host1", () -> scripted.forget("plug on host1"));
        assertThat(attach()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).containsSubsequence("plug on host1", "look at host1", "plug on host1");
    }

    @Test
    void a_fence_ends_an_attach_as_it_was_and_a_detach_as_it_is_to_be() {
        scripted.answer("plug on host1", refused(Failure.HOST_ABSENT))
                .answer("unplug on host1", refused(Failure.HOST_ABSENT))
                .silent("host1")
                .fenced("host1");
        assertThat(attach()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls()).endsWith("release 1", "end in cell1 with " + Failure.HOST_ABSENT.type());
        assertThat(detach()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).endsWith("detach", "detached in cell1");
    }

    @Test
    void a_successor_that_comes_while_the_port_is_made_finds_none() {
        assertThat(TestTemporal.runSucceeded(scripted, AttachInterface.class, Kind.ATTACH_INTERFACE, "attach on host1"))
                .isEqualTo(Ended.YIELDED);
        assertThat(scripted.calls()).containsExactly("begin", "attach on host1", "release 1", "makeWay");
    }

    @Test
    void a_card_is_unplugged_before_its_port_is_given_back() {
        assertThat(detach()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).containsExactly("begin", "unplug on host1", "detach", "detached in cell1");
    }

    @Test
    void a_card_that_its_guest_keeps_keeps_its_port() {
        scripted.answer("unplug on host1", refused(Failure.CARD_REFUSED));
        assertThat(detach()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsExactly("begin", "unplug on host1", "end in cell1 with " + Failure.CARD_REFUSED.type());
    }

    @Test
    void a_delete_and_a_move_do_nothing_as_long_as_something_is_attached() {
        assertThat(TestTemporal.run(scripted.beside(), DeleteServer.class, Kind.DELETE))
                .isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).startsWith("begin", "beside", "beside", "destroy host1 round 1");
        Scripted moved = new Scripted().beside();
        assertThat(TestTemporal.run(moved, ResizeServer.class, Kind.RESIZE)).isEqualTo(Ended.DONE);
        assertThat(moved.calls()).startsWith("begin", "beside", "beside", "aim 1 not []");
    }
}
