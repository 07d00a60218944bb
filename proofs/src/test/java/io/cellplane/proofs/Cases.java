package io.cellplane.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.api.MappingRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.operations.WorkflowIds;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;

/** Several servers to which different things happen at the same time, and what must have come of all of them. */
final class Cases {
    private final World world;
    private final Accepted accepted;
    private final List<Case> cases = new ArrayList<>();

    Cases(World world) {
        this.world = world;
        this.accepted = new Accepted(world);
    }

    /** How a server ended. */
    enum Fate {
        ACTIVE,
        ERROR,
        GONE,
        OTHER
    }

    record Case(String name, RequestedServer server, Script script, List<Fate> allowed) {}

    Cases add(String name, Script script, Fate... allowed) {
        return add(name, accepted.small(), script, allowed);
    }

    Cases add(String name, RequestedServer server, Script script, Fate... allowed) {
        cases.add(new Case(name, server, script, List.of(allowed)));
        return this;
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

    Cases start(Consumer<Case> how) {
        cases.forEach(one -> world.faults.script(one.server().uuid(), one.script()));
        cases.forEach(how);
        return this;
    }

    Cases quiet() {
        Awaitility.await("until nothing is being done to any of them")
                .atMost(World.SOON)
                .untilAsserted(() -> assertThat(cases.stream()
                                .filter(one -> !world.api
                                        .operations()
                                        .openOf(one.server().uuid())
                                        .isEmpty())
                                .map(one ->
                                        one.name() + " " + pending(one.server().uuid())))
                        .isEmpty());
        return this;
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

    /** Each ended in one of the ways allowed, and all databases, ports and guests agree. */
    void verify() {
        SoftAssertions all = new SoftAssertions();
        cases.forEach(one -> all.assertThat(fate(world, one.server().uuid()))
                .as(one.name() + " " + one.server().uuid())
                .isIn(one.allowed()));
        all.assertThat(world.newWrongs())
                .as(() -> "all of "
                        + cases.stream()
                                .map(one -> one.server().uuid() + " " + one.name())
                                .toList())
                .isEmpty();
        all.assertAll();
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
        ServerRow row = world.cells.steps(cell).servers().find(server).orElseThrow();
        boolean faulty = world.cells.steps(cell).faults().findAll(List.of(server)).stream()
                .anyMatch(fault -> !fault.message().isEmpty());
        return switch (row.vmState()) {
            case "active" -> faulty ? Fate.OTHER : Fate.ACTIVE;
            case "error" -> faulty && row.host() == null ? Fate.ERROR : Fate.OTHER;
            default -> Fate.OTHER;
        };
    }
}
