package io.cellplane.proofs;

import io.cellplane.bus.Bus;
import io.cellplane.bus.FollowingBus;
import io.cellplane.bus.InProcessBus;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.CellRow;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Buses that move: a cell's relay goes where the registry says, its hosts where they are told. */
final class MovableBuses implements World.Wires {
    private static final Duration EVERY = Duration.ofMillis(50);

    private final Map<String, String> told = new ConcurrentHashMap<>();
    private final Map<String, InProcessBus> servers = new ConcurrentHashMap<>();
    private volatile @Nullable CellDatabases registry;

    /** From now on that says where buses are; before, they are where they were first. */
    void follow(CellDatabases cells) {
        registry = cells;
    }

    @Override
    public Bus connect(String cell, String user) {
        return new FollowingBus(
                () -> user.equals("relay") ? registered(cell) : told(cell),
                at -> server(at).connect(user),
                EVERY);
    }

    private InProcessBus server(String at) {
        return servers.computeIfAbsent(at, _ -> new InProcessBus());
    }

    private String registered(String cell) {
        CellDatabases cells = registry;
        return cells == null ? told(cell) : cells.row(cell).map(CellRow::busUrl).orElseGet(() -> told(cell));
    }

    /** Where the cell's hosts are told that it is. */
    String told(String cell) {
        return told.computeIfAbsent(cell, name -> "nats://" + name + "-0:4222");
    }

    /** Tells them of another server. @return where it is */
    String move(String cell) {
        String now = told(cell);
        int next = 1 + Integer.parseInt(now.replaceAll(".*-(\\d+):.*", "$1"));
        String there = now.replaceAll("-\\d+:", "-" + next + ":");
        told.put(cell, there);
        return there;
    }

    /** That server ends for good. */
    void end(String at) {
        Objects.requireNonNull(servers.get(at)).stop();
    }
}
