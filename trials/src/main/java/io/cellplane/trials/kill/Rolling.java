package io.cellplane.trials.kill;

import io.cellplane.standalone.apart.Launcher;
import io.cellplane.standalone.apart.Program;
import io.cellplane.standalone.apart.Program.Role;
import io.cellplane.trials.kill.Clients.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Conductors and cell-workers are restarted one by one, in order, while clients boot and delete. */
final class Rolling {
    private static final Duration END = Duration.ofSeconds(150);
    private static final int AT_ONCE = 4;

    private final Fleet fleet;
    private final Clients clients;
    private final Round round;
    private final List<String> problems;

    Rolling(Fleet fleet, Clients clients, Round round, List<String> problems) {
        this.fleet = fleet;
        this.clients = clients;
        this.round = round;
        this.problems = problems;
    }

    void play(String prefix) {
        AtomicBoolean going = new AtomicBoolean(true);
        AtomicInteger number = new AtomicInteger();
        List<Thread> load = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            load.add(Thread.ofVirtual().start(() -> {
                while (going.get()) {
                    bootAndDelete(prefix + number.getAndIncrement());
                }
            }));
        }
        List<Program> all = new ArrayList<>(fleet.table().of(Role.CONDUCTOR));
        all.addAll(fleet.table().of(Role.CELL_WORKER));
        for (Program program : all) {
            Launcher.find(program).orElseThrow().stop();
            fleet.start(List.of(program));
        }
        going.set(false);
        for (Thread thread : load) {
            try {
                thread.join(END);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        if (!Until.within(END, () -> round.ended(List.of()))) {
            problems.add("after the restarts not everything has ended: " + round.open());
        }
    }

    private void bootAndDelete(String name) {
        int status = clients.post(name).status();
        if (status != 202) {
            problems.add("during a restart a create was answered " + status);
            return;
        }
        boolean up = Until.within(
                END,
                () -> clients.seen(name + "$").values().stream()
                        .noneMatch(server -> server.status().equals("BUILD")));
        for (Seen server : clients.seen(name + "$").values()) {
            if (!up || !server.status().equals("ACTIVE")) {
                problems.add("during a restart " + name + " became " + server.status());
            }
            int deleted = clients.call("DELETE", "/servers/" + server.id()).status();
            if (deleted != 204) {
                problems.add("during a restart a delete was answered " + deleted);
            }
        }
    }
}
