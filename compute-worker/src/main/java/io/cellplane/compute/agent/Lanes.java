package io.cellplane.compute.agent;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** One command per server at a time, in the order of their coming. */
final class Lanes {
    private final Map<UUID, Lane> lanes = new HashMap<>();

    private static final class Lane {
        private final ReentrantLock lock = new ReentrantLock(true);
        private int users;
    }

    /** Waits until the server is this thread's; {@link #leave} must follow. */
    void enter(UUID server) throws InterruptedException {
        Lane lane;
        synchronized (lanes) {
            lane = lanes.computeIfAbsent(server, _ -> new Lane());
            lane.users++;
        }
        try {
            lane.lock.lockInterruptibly();
        } catch (InterruptedException e) {
            release(server);
            throw e;
        }
    }

    void leave(UUID server) {
        Lane lane;
        synchronized (lanes) {
            lane = lanes.get(server);
        }
        if (lane != null) {
            lane.lock.unlock();
        }
        release(server);
    }

    private void release(UUID server) {
        synchronized (lanes) {
            Lane lane = lanes.get(server);
            if (lane != null && --lane.users == 0) {
                lanes.remove(server);
            }
        }
    }
}
