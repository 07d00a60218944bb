package io.cellplane.activities.control.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.activities.control.placement.TestMembers.Aimed;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.db.control.GroupPolicy;
import io.cellplane.db.control.ServerGroupRow;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestRequest;
import io.cellplane.temporal.step.Placed;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the members of a server group are placed, one after another. */
class GroupPlacementTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("groups", "cell1", "cell2");

    private final TestMembers members = new TestMembers(CONTROL);

    @AfterEach
    void erase() {
        CONTROL.erase();
    }

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    private static void hosts(int many) {
        IntStream.rangeClosed(1, many).forEach(i -> CONTROL.host("h" + i, i % 2 == 1 ? "cell1" : "cell2", 20));
    }

    private String hostOf(StepResult<Placed> placed) {
        return placed.orRefuse().host();
    }

    /** Active, so that it can be moved. */
    private Accepted landed(ServerGroupRow group) {
        Accepted boot = CONTROL.acceptInto(group, TestRequest.server().build());
        members.land(boot, members.place(boot).orRefuse());
        return boot;
    }

    private Aimed moved(Accepted member) {
        return Objects.requireNonNull(members.tryMove(member.server()));
    }

    @Test
    void members_that_are_to_be_apart_share_no_host_in_any_cell() {
        hosts(3);
        ServerGroupRow apart = CONTROL.group(GroupPolicy.ANTI_AFFINITY, null);
        assertThat(List.of(members.boot(apart), members.boot(apart), members.boot(apart)))
                .extracting(this::hostOf)
                .containsExactlyInAnyOrder("h1", "h2", "h3");
        assertThat(members.boot(apart).message()).contains("ServerGroupAntiAffinityFilter: 3 -> 0 hosts");
        assertThat(members.boot(CONTROL.group(GroupPolicy.ANTI_AFFINITY, null)).isDone())
                .as("a group of its own")
                .isTrue();
    }

    @Test
    void as_many_share_a_host_as_the_rule_says() {
        hosts(2);
        ServerGroupRow pairs = CONTROL.group(GroupPolicy.ANTI_AFFINITY, 2);
        List<String> at =
                IntStream.range(0, 4).mapToObj(_ -> hostOf(members.boot(pairs))).toList();
        assertThat(at).containsExactlyInAnyOrder("h1", "h1", "h2", "h2");
        assertThat(members.boot(pairs).isDone()).isFalse();
    }

    @Test
    void members_that_are_to_be_together_share_one_host() {
        hosts(4);
        ServerGroupRow together = CONTROL.group(GroupPolicy.AFFINITY, null);
        assertThat(IntStream.range(0, 20)
                        .mapToObj(_ -> hostOf(members.boot(together)))
                        .distinct())
                .hasSize(1);
        assertThat(members.boot(together).message())
                .as("its host is full")
                .contains("ServerGroupAffinityFilter: 3 -> 0 hosts");
    }

    @Test
    void a_soft_rule_is_kept_as_far_as_there_are_hosts() {
        hosts(2);
        ServerGroupRow apart = CONTROL.group(GroupPolicy.SOFT_ANTI_AFFINITY, null);
        assertThat(IntStream.range(0, 4).mapToObj(_ -> hostOf(members.boot(apart))))
                .containsExactlyInAnyOrder("h1", "h2", "h1", "h2");
        ServerGroupRow together = CONTROL.group(GroupPolicy.SOFT_AFFINITY, null);
        List<String> at = IntStream.range(0, 19)
                .mapToObj(_ -> hostOf(members.boot(together)))
                .toList();
        assertThat(at.subList(0, 18)).containsOnly(at.getFirst());
        assertThat(at.getLast()).as("the first is full").isNotEqualTo(at.getFirst());
    }

    @Test
    void both_ends_of_a_move_are_held_until_it_is_confirmed_or_undone() {
        hosts(3);
        ServerGroupRow apart = CONTROL.group(GroupPolicy.ANTI_AFFINITY, null);
        Accepted first = landed(apart);
        Accepted second = landed(apart);
        Aimed move = moved(first);
        assertThat(members.boot(apart).message()).contains("ServerGroupAntiAffinityFilter: 3 -> 0 hosts");
        assertThat(members.tryMove(second.server())).isNull();
        members.undo(move);
        Aimed again = moved(second);
        members.confirm(again);
        assertThat(hostOf(members.boot(apart))).isEqualTo(again.moving().from().host());
    }

    @Test
    void a_move_to_a_host_that_an_administrator_names_asks_the_group() {
        hosts(2);
        ServerGroupRow apart = CONTROL.group(GroupPolicy.ANTI_AFFINITY, null);
        Accepted first = landed(apart);
        String other = hostOf(members.boot(apart));
        assertThat(members.aim(first.server(), other).message())
                .contains("ServerGroupAntiAffinityFilter: 1 -> 0 hosts");
    }

    @Test
    void one_that_is_alone_may_go_where_it_likes_and_others_wait_until_it_is_sure_where_it_is() {
        hosts(3);
        ServerGroupRow together = CONTROL.group(GroupPolicy.AFFINITY, null);
        Aimed move = moved(landed(together));
        assertThat(members.boot(together).message()).contains("ServerGroupAffinityFilter: 3 -> 0 hosts");
        members.confirm(move);
        Accepted second = landed(together);
        assertThat(CONTROL.api.allocations().ofServer(second.server()))
                .allMatch(row -> row.provider().equals(move.moving().to().provider()));
        assertThat(members.tryMove(second.server())).as("away from the other").isNull();
    }

    @Test
    void a_host_that_an_administrator_forces_is_not_asked_about_and_binds_nobody() {
        hosts(2);
        ServerGroupRow apart = CONTROL.group(GroupPolicy.ANTI_AFFINITY, null);
        String taken = hostOf(members.boot(apart));
        assertThat(hostOf(members.boot(apart, TestRequest.server().forcedTo(taken))))
                .isEqualTo(taken);
        ServerGroupRow together = CONTROL.group(GroupPolicy.AFFINITY, null);
        String anchor = hostOf(members.boot(together));
        String other = anchor.equals("h1") ? "h2" : "h1";
        assertThat(members.boot(together, TestRequest.server().forcedTo(other)).isDone())
                .isTrue();
        assertThat(hostOf(members.boot(together))).isEqualTo(anchor);
        ServerGroupRow forced = CONTROL.group(GroupPolicy.AFFINITY, null);
        members.boot(forced, TestRequest.server().forcedTo("h2"));
        assertThat(hostOf(members.boot(forced))).isEqualTo("h2");
    }

    @Test
    void whoever_is_deleted_or_was_not_made_there_leaves_its_place_to_others() {
        hosts(1);
        ServerGroupRow apart = CONTROL.group(GroupPolicy.ANTI_AFFINITY, null);
        Accepted failed = CONTROL.acceptInto(apart, TestRequest.server().build());
        members.place(failed);
        members.unplace(failed);
        Accepted deleted = landed(apart);
        assertThat(members.boot(apart).isDone()).isFalse();
        new Lanes(CONTROL.api).gone(deleted.operation(), deleted.server(), List.of());
        assertThat(CONTROL.api.serverGroups().ofServer(deleted.server())).isEmpty();
        assertThat(members.boot(apart).isDone()).isTrue();
    }

    @Test
    void a_server_may_ask_for_the_host_of_one_of_its_projects_and_for_another_than_theirs() {
        hosts(3);
        ServerGroupRow apart = CONTROL.group(GroupPolicy.ANTI_AFFINITY, null);
        Accepted first = landed(apart);
        Accepted second = landed(apart);
        List<UUID> both = List.of(first.server(), second.server());
        String here = hostOf(beside(List.of(first.server()), List.of()));
        assertThat(hostOf(beside(both, List.of(second.server())))).isEqualTo(here);
        String free = hostOf(beside(List.of(), both));
        assertThat(free).isNotEqualTo(here);
        assertThat(beside(both, both).message()).contains("DifferentHostFilter: 2 -> 0 hosts");
        assertThat(beside(List.of(UUID.randomUUID()), List.of()).message()).contains("SameHostFilter: 3 -> 0 hosts");
        assertThat(members.place(CONTROL.accept(TestRequest.server()
                                .project("another")
                                .hints(List.of(first.server()), List.of())
                                .build()))
                        .message())
                .as("a server of another project is none")
                .contains("SameHostFilter: 3 -> 0 hosts");
        assertThat(members.place(CONTROL.accept(TestRequest.server()
                                .hints(List.of(), both)
                                .forcedTo(here)
                                .build()))
                        .isDone())
                .as("an administrator's host")
                .isTrue();
    }

    private StepResult<Placed> beside(List<UUID> same, List<UUID> different) {
        return members.place(
                CONTROL.accept(TestRequest.server().hints(same, different).build()));
    }
}
