package io.cellplane.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.cell.ActionRow;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.temporal.flow.WorkflowIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Several servers to which different things happen at the same time, and what must have come of all of them. */
final class Cases {
    /** Fewer than any queue has slots: a step that is held takes one until its batch is over. */
    private static final int AT_ONCE = 14;

    private final World world;
    private final Accepted accepted;
    private final List<Case> cases = new ArrayList<>();

    Cases(World world) {
        this.world = world;
        this.accepted = new Accepted(world);
    }

    /** Not all at once: what waits takes the workers' hands. */
    static <T> void batches(List<T> all, Consumer<List<T>> some) {
        for (int i = 0; i < all.size(); i += AT_ONCE) {
            some.accept(all.subList(i, Math.min(all.size(), i + AT_ONCE)));
        }
    }

    /** How a server ended. */
    enum Fate {
        ACTIVE,
        STOPPED,
        PAUSED,
        SUSPENDED,
        ERROR,
        /** An administrator says so; its guest is where it was. */
        SAID_ERROR,
        GONE,
        /** Running with the flavor that its move brings, until it is confirmed or reverted. */
        VERIFY,
        /** As it was before what failed, with its fault. */
        FORMER,
        FORMER_STOPPED,
        FORMER_PAUSED,
        FORMER_SUSPENDED,
        OTHER;

        /** At rest where its host has it. */
        static Fate at(String vmState, boolean isFaulty) {
            return switch (vmState) {
                case VmState.ACTIVE -> isFaulty ? FORMER : ACTIVE;
                case VmState.STOPPED -> isFaulty ? FORMER_STOPPED : STOPPED;
                case VmState.PAUSED -> isFaulty ? FORMER_PAUSED : PAUSED;
                case VmState.SUSPENDED -> isFaulty ? FORMER_SUSPENDED : SUSPENDED;
                case VmState.RESIZED -> isFaulty ? OTHER : VERIFY;
                case VmState.ERROR -> isFaulty ? OTHER : SAID_ERROR;
                default -> OTHER;
            };
        }
    }

    record Case(String name, RequestedServer server, Script script, List<Fate> allowed) {}

    Cases add(String name, Script script, Fate... allowed) {
        return add(name, accepted.small(), script, allowed);
    }

    Cases add(String name, RequestedServer server, Script script, Fate... allowed) {
        cases.add(new Case(name, server, script, List.of(allowed)));
        return this;
    }

    List<UUID> servers() {
        return cases.stream().map(one -> one.server().uuid()).toList();
    }

    /** Boots them all and waits until nothing is being done to them. */
    Cases boot() {
        cases.forEach(one -> {
            world.faults.script(one.server().uuid(), one.script());
            accepted.boot(one.server());
        });
        return quiet();
    }

    /** Boots them without disturbance, then deletes them all as the scripts will have it. */
    Cases delete() {
        cases.forEach(one -> accepted.boot(one.server()));
        quiet();
        cases.forEach(one -> {
            world.faults.script(one.server().uuid(), one.script());
            accepted.delete(one.server().uuid());
        });
        return quiet();
    }

    /** Boots them without disturbance and does something to them; then the scripts are in force. */
    Cases given(Consumer<UUID> before) {
        cases.forEach(one -> accepted.boot(one.server()));
        quiet();
        cases.forEach(one -> before.accept(one.server().uuid()));
        return quiet();
    }

    /** Does something to them as the scripts will have it. */
    Cases when(Consumer<UUID> act) {
        cases.forEach(one -> {
            world.faults.script(one.server().uuid(), one.script());
            act.accept(one.server().uuid());
        });
        return quiet();
    }

    /** The same; when all of them wait, Temporal loses everything. */
    Cases lose(Consumer<UUID> act, List<Scripts.Waiting> waiting) {
        start(one -> act.accept(one.server().uuid()));
        try {
            untilAllWait(waiting);
            world.loseTemporal();
            quiet();
        } finally {
            waiting.forEach(Scripts.Waiting::release);
        }
        return quiet();
    }

    /** The same; when all of them wait, another version of every workflow takes over. */
    Cases deploy(Consumer<UUID> act, List<Scripts.Waiting> waiting) {
        start(one -> act.accept(one.server().uuid()));
        try {
            untilAllWait(waiting);
            world.deploy();
        } finally {
            waiting.forEach(Scripts.Waiting::release);
        }
        return quiet();
    }

    void untilAllWait(List<Scripts.Waiting> waiting) {
        Awaitility.await("until all wait")
                .atMost(World.SOON)
                .untilAsserted(
                        () -> assertThat(waiting).as(() -> dueOnes().toString()).allMatch(Scripts.Waiting::isReached));
    }

    private List<String> dueOnes() {
        return cases.stream()
                .filter(one -> one.script().isDue())
                .map(one -> one.name() + " took " + one.script().course())
                .toList();
    }

    Cases start(Consumer<Case> how) {
        cases.forEach(one -> world.faults.script(one.server().uuid(), one.script()));
        cases.forEach(how);
        return this;
    }

    Cases quiet() {
        return quiet(Set.of());
    }

    /** @param butFor those to which something may still be done */
    Cases quiet(Set<UUID> butFor) {
        try {
            Awaitility.await("until nothing is being done to any of them")
                    .atMost(World.SOON)
                    .until(() -> busy(butFor).isEmpty());
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(
                    "still busy, or never came to where something was to happen: "
                            + busy(butFor).stream()
                                    .map(one -> one.name() + " "
                                            + pending(one.server().uuid()) + " took "
                                            + one.script().course())
                                    .toList()
                            + " on " + world.api.hostStates().all(),
                    late);
        }
        return this;
    }

    /** A move that waits for its confirm or revert, and has let go of its lane, keeps nobody busy. */
    private List<Case> busy(Set<UUID> butFor) {
        List<Case> asked = cases.stream()
                .filter(one -> !butFor.contains(one.server().uuid()))
                .toList();
        // Some steps come when the operation's record is at rest, and with them what is to happen there.
        List<Case> due = asked.stream().filter(this::isDue).toList();
        if (!due.isEmpty()) {
            return due;
        }
        Map<UUID, List<OperationRow>> open =
                world.api.operations().open().stream().collect(Collectors.groupingBy(OperationRow::server));
        List<Case> busy = asked.stream()
                .filter(one -> open.getOrDefault(one.server().uuid(), List.of()).stream()
                        .anyMatch(row -> !row.state().equals(OperationState.VERIFY)))
                .toList();
        return busy.isEmpty()
                ? asked.stream()
                        .filter(one -> open.getOrDefault(one.server().uuid(), List.of()).stream()
                                .anyMatch(this::holdsItsLane))
                        .toList()
                : busy;
    }

    private boolean isDue(Case one) {
        return one.script().isDue() && world.faults.isInForce(one.server().uuid(), one.script());
    }

    private boolean holdsItsLane(OperationRow move) {
        return world.api
                .lanes()
                .find(move.server())
                .filter(lane -> move.id().equals(lane.life()))
                .isPresent();
    }

    /** What a server's open operations wait for, so that a person need not guess. */
    private String pending(UUID server) {
        return world.api.operations().openOf(server).stream()
                .map(row -> row.kind() + " " + row.state() + " "
                        + world.last(WorkflowIds.of(server, row.what(), row.id())) + " "
                        + world.last(WorkflowIds.repair(server, row.id())))
                .toList()
                .toString();
    }

    /** Does something more to them, undisturbed, after which all of them end in that way. */
    Cases later(Consumer<UUID> act, Fate fate) {
        Cases later = new Cases(world);
        cases.forEach(one -> later.add(one.name(), one.server(), new Script(), fate));
        return later.when(act);
    }

    /**
     * Each ended in one of the ways allowed, and all databases, ports and guests agree; also when what was held inside a step
     * goes on, whom nobody waits for any more.
     */
    void verify() {
        agree();
        if (cases.stream().anyMatch(one -> one.script().holds())) {
            release();
            quiet();
            agree();
        }
    }

    private void release() {
        cases.forEach(one -> one.script().release());
        Awaitility.await("until what was held has gone on")
                .atMost(World.SOON)
                .until(() -> cases.stream().allMatch(one -> one.script().isIdle()));
    }

    private void agree() {
        SoftAssertions all = new SoftAssertions();
        cases.forEach(one -> all.assertThat(fate(world, one.server().uuid()))
                .as(() -> one.name() + " " + story(one.server().uuid()))
                .isIn(one.allowed()));
        all.assertThat(world.newWrongs())
                .as(() -> "all of "
                        + cases.stream()
                                .map(one -> one.server().uuid() + " " + one.name())
                                .toList())
                .isEmpty();
        all.assertAll();
    }

    /** What is known of a server that ended as it must not. */
    private String story(UUID server) {
        List<Object> known = new ArrayList<>();
        world.api.mappings().find(server).ifPresent(known::add);
        world.api.migrations().of(server).forEach(known::add);
        known.addAll(world.api.operations().openOf(server));
        for (String name : world.cells.names()) {
            CellDatabase cell = world.cells.of(name);
            cell.servers().find(server).ifPresent(known::add);
            cell.faults().findAll(List.of(server)).forEach(known::add);
            for (ActionRow action : cell.actions().of(server)) {
                known.add(action);
                known.addAll(cell.events().of(Objects.requireNonNull(action.id())));
            }
        }
        return known.stream().map(Object::toString).collect(Collectors.joining("\n", server + "\n", "\n"));
    }

    static Fate fate(World world, UUID server) {
        MappingRow mapping = world.api.mappings().find(server).orElseThrow();
        if (mapping.deletedAt() != null) {
            return Fate.GONE;
        }
        String cell = mapping.cell();
        if (cell == null) {
            return Fate.OTHER;
        }
        ServerRow row = world.cells.of(cell).servers().find(server).orElseThrow();
        boolean faulty = world.cells.of(cell).faults().findAll(List.of(server)).stream()
                .anyMatch(fault -> !fault.message().isEmpty());
        if (row.taskState() != null) {
            return Fate.OTHER;
        }
        return switch (row.vmState()) {
            case VmState.RESIZED -> row.flavorid().equals(due(world, server)) ? Fate.VERIFY : Fate.OTHER;
            case VmState.ERROR -> faulty && row.host() == null ? Fate.ERROR : Fate.at(row.vmState(), faulty);
            default -> faulty && !row.flavorid().equals("1") ? Fate.OTHER : Fate.at(row.vmState(), faulty);
        };
    }

    /** The flavor that the move brings which waits for its confirm or revert. */
    private static String due(World world, UUID server) {
        return world.api
                .operations()
                .toVerify(server)
                .map(move -> move.what() == Kind.MIGRATE ? Accepted.SMALL : Accepted.BIG)
                .map(FlavorSpec::flavorid)
                .orElse("");
    }
}
