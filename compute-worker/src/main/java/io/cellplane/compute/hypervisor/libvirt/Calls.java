package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.compute.hypervisor.HypervisorAway;
import io.cellplane.compute.hypervisor.HypervisorFailure;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.libvirt.Connect;
import org.libvirt.LibvirtException;

/**
 * Calls of libvirt, each on a thread of its own and with a bound, since nothing ends a call that hangs. One that does is left
 * behind. It may still have its effect: whoever wants something of the same server waits for it first.
 */
final class Calls {
    /** How many may be under way. So many that hang, and nothing more is asked of libvirt until it answers. */
    private static final int MOST = 32;

    private final Connections connections;
    private final Duration bound;
    private final Semaphore free = new Semaphore(MOST);
    private final Map<UUID, FutureTask<?>> unfinished = new ConcurrentHashMap<>();

    /** @param bound for each call that names none */
    Calls(Connections connections, Duration bound) {
        this.connections = connections;
        this.bound = bound;
    }

    /** Something that is asked of libvirt. */
    interface Call<T> {
        T run(Connect connect) throws LibvirtException;
    }

    /**
     * Asks, whatever is under way.
     *
     * @param what to be put behind "cannot"
     */
    <T> T ask(String what, Call<T> call) {
        try {
            return await(start(null, what, call), what, bound);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HypervisorAway("interrupted: cannot " + what, e);
        }
    }

    /** The same in a verb about that server. */
    <T> T of(UUID server, String what, Call<T> call) throws InterruptedException {
        return of(server, what, bound, call);
    }

    /** With another bound. */
    <T> T of(UUID server, String what, Duration within, Call<T> call) throws InterruptedException {
        FutureTask<?> before = unfinished.get(server);
        if (before != null) {
            try {
                before.get(bound.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw new HypervisorAway("libvirt has not answered yet what it was told of " + server + " before", e);
            } catch (ExecutionException e) {
                // Whoever told it was told.
            }
        }
        return await(start(server, what, call), what, within);
    }

    private <T> FutureTask<T> start(@Nullable UUID server, String what, Call<T> call) throws InterruptedException {
        if (!free.tryAcquire(bound.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new HypervisorAway("libvirt does not answer: " + MOST + " calls hang");
        }
        Callable<T> whole = () -> {
            try {
                return answered(what, call);
            } finally {
                free.release();
            }
        };
        FutureTask<T> task = new FutureTask<>(whole) {
            @Override
            protected void done() {
                if (server != null) {
                    unfinished.remove(server, this);
                }
            }
        };
        if (server != null) {
            unfinished.put(server, task);
        }
        Thread.ofPlatform().daemon().name("libvirt: " + what).start(task);
        return task;
    }

    private <T> T answered(String what, Call<T> call) {
        Connect connect;
        try {
            connect = connections.take();
        } catch (LibvirtException e) {
            throw new HypervisorAway("libvirt cannot be reached: " + e.getMessage(), e);
        }
        try {
            return call.run(connect);
        } catch (LibvirtException e) {
            String words = "cannot " + what + ": " + e.getMessage();
            throw Connections.isAlive(connect) ? new HypervisorFailure(words, e) : new HypervisorAway(words, e);
        } finally {
            connections.giveBack(connect);
        }
    }

    private static <T> T await(FutureTask<T> task, String what, Duration within) throws InterruptedException {
        try {
            return task.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HypervisorAway("libvirt does not answer: cannot " + what, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
