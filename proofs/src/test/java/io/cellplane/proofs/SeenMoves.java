package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static io.cellplane.proofs.Cases.Fate.FORMER;
import static io.cellplane.proofs.Cases.Fate.VERIFY;
import static io.cellplane.proofs.Scripts.When.BEFORE_EFFECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.server.RequestedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What users see of a move while it is under way: task states, events, the migration's status. */
abstract class SeenMoves extends GeneratedEnds {
    /** What the phases of an attempt, a confirm and a revert are called, and the task states that are shown on the way. */
    abstract Phases phases();

    /**
     * @param attempt at the destination, at the source, at the destination
     * @param confirm at the source, in what spans it
     * @param revert at the destination, at the source, in what spans it
     */
    record Phases(List<String> tasks, List<String> attempt, List<String> confirm, List<String> revert) {}

    @Test
    void its_users_see_every_phase() {
        RequestedServer one = accepted.small();
        RequestedServer two = accepted.small();
        RequestedServer none = accepted.small();
        Seen happy = new Seen(world, one.uuid(), new Script());
        Seen second = new Seen(world, two.uuid(), refusedArrival());
        Seen nowhere = new Seen(
                world, none.uuid(), Scripts.refusing(step -> step.type().equals("Moves.Aim"), BEFORE_EFFECT, ALWAYS));
        new Cases(world)
                .add("seen", one, happy, VERIFY)
                .add("seen at the second destination", two, second, VERIFY)
                .add("seen without any destination", none, nowhere, FORMER)
                .given(server -> {})
                .when(this::move)
                .verify();
        List<String> tasks = phases().tasks();
        List<String> statuses = List.of("pre-migrating", "migrating", "post-migrating");
        assertThat(happy.tasks()).isEqualTo(concat(List.of("active resize_prep"), tasks, List.of("resized null")));
        assertThat(happy.statuses()).isEqualTo(concat(statuses, List.of("finished")));
        assertThat(happy.moveEvents()).isEqualTo(concat(spanning("Success"), attempt(happy, 1)));
        // Across cells the destination's phase is seen from the cutover on, to which the first attempt does not come.
        List<String> first = isAcrossCells() ? tasks.subList(0, tasks.size() - 1) : tasks;
        assertThat(second.tasks())
                .isEqualTo(concat(
                        List.of("active resize_prep"),
                        first,
                        List.of("active resize_prep"),
                        tasks,
                        List.of("resized null")));
        assertThat(second.statuses()).isEqualTo(concat(statuses, List.of("error"), statuses, List.of("finished")));
        assertThat(second.moveEvents())
                .startsWith(spanning("Success").toArray(String[]::new))
                .endsWith(attempt(second, 2).toArray(String[]::new))
                .hasSize(8)
                .element(4)
                .asString()
                .matches(phases().attempt().getLast() + " 1 host\\d Error: refused by a fact");
        assertThat(nowhere.tasks()).containsExactly("active resize_prep", "active null");
        assertThat(nowhere.moveEvents()).isEqualTo(spanning("Error: refused by a fact"));
    }

    private static List<String> spanning(String result) {
        return List.of("cold_migrate 1 null " + result, "conductor_migrate_server 1 null " + result);
    }

    private List<String> attempt(Seen seen, int attempt) {
        String to = " " + attempt + " " + seen.migration().destHost() + " Success";
        String from = " " + attempt + " " + seen.migration().sourceHost() + " Success";
        List<String> names = phases().attempt();
        return List.of(names.get(0) + to, names.get(1) + from, names.get(2) + to);
    }

    @Test
    void its_users_see_every_phase_of_its_ends() {
        Seen confirm = ended(Kind.CONFIRM, accepted::confirm);
        assertThat(confirm.tasks()).containsExactly("resized null", "active null");
        assertThat(confirm.statuses()).containsExactly("finished", "confirming", "confirmed");
        String source = " 1 " + confirm.migration().sourceHost() + " Success";
        List<String> names = phases().confirm();
        assertThat(confirm.events("confirmResize"))
                .isEqualTo(concat(
                        names.stream()
                                .skip(1)
                                .map(name -> name + " 1 null Success")
                                .toList(),
                        List.of(names.getFirst() + source)));
        assertThat(confirm.moveEvents()).isEqualTo(concat(spanning("Success"), attempt(confirm, 1)));

        Seen revert = ended(Kind.REVERT, accepted::revert);
        assertThat(revert.tasks()).containsExactly("resized resize_reverting", "active null");
        assertThat(revert.statuses()).containsExactly("finished", "reverting", "reverted");
        String from = " 1 " + revert.migration().sourceHost() + " Success";
        String to = " 1 " + revert.migration().destHost() + " Success";
        names = phases().revert();
        assertThat(revert.events("revertResize"))
                .isEqualTo(concat(
                        names.stream()
                                .skip(2)
                                .map(name -> name + " 1 null Success")
                                .toList(),
                        List.of(names.get(0) + to, names.get(1) + from)));
        assertThat(revert.moveEvents()).isEqualTo(concat(spanning("Success"), attempt(revert, 1)));
    }

    @Test
    void each_host_makes_the_guest_with_its_own_binding_and_its_former_one_has_kept_its_own() {
        world.hosts.keySet().forEach(host -> world.services.plugInto(host, "br-" + host));
        RequestedServer server = accepted.small();
        UUID id = server.uuid();
        Cases cases = new Cases(world).add("bound", server, new Script(), ACTIVE);
        cases.given(_ -> {});
        String source = host(id);
        assertThat(world.host(source).bridges(id)).containsExactly("br-" + source);
        cases.when(this::move);
        String destination = host(id);
        assertThat(destination).isNotEqualTo(source);
        assertThat(world.host(destination).bridges(id)).containsExactly("br-" + destination);
        cases.when(accepted::revert).verify();
        assertThat(host(id)).isEqualTo(source);
        assertThat(world.host(source).bridges(id)).containsExactly("br-" + source);
    }

    /** Where its guest is. */
    private String host(UUID server) {
        return world.hosts.keySet().stream()
                .filter(host -> world.host(host).hypervisor().guests().containsKey(server))
                .collect(Collectors.collectingAndThen(Collectors.toList(), hosts -> {
                    assertThat(hosts).hasSize(1);
                    return hosts.getFirst();
                }));
    }

    private Seen ended(Kind kind, Consumer<UUID> end) {
        RequestedServer server = accepted.small();
        Seen seen = new Seen(world, server.uuid(), new Script(), kind.token());
        new Cases(world)
                .add("seen", server, seen, ACTIVE)
                .given(this::move)
                .when(end)
                .verify();
        return seen;
    }

    @SafeVarargs
    private static List<String> concat(List<String>... parts) {
        List<String> whole = new ArrayList<>();
        for (List<String> part : parts) {
            whole.addAll(part);
        }
        return whole;
    }
}
