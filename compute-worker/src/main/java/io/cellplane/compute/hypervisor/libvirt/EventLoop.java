package io.cellplane.compute.hypervisor.libvirt;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.libvirt.Connect;
import org.libvirt.Library;
import org.libvirt.LibvirtException;
import org.libvirt.event.LifecycleListener;
import org.libvirt.jna.Libvirt;
import org.libvirt.jna.virError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the library does by itself, once in a process: it finds broken connections, and hands out events. */
final class EventLoop {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    /** Held, since the library holds it where no collector sees it. Unset, the library would print errors. */
    private static final Libvirt.VirErrorCallback ERRORS = (_, error) -> LOG.debug("{}", message(error));

    /** Those that libvirt may still call back into, whoever uses them: it breaks the process down to collect one. */
    private static final Queue<Connect> CALLED = new ConcurrentLinkedQueue<>();

    private static final Thread LOOP = started();

    private EventLoop() {}

    /** Once this returns, connections may be opened. */
    static void ensure() {
        if (!LOOP.isAlive()) {
            throw new IllegalStateException("libvirt's event loop has ended");
        }
    }

    /**
     * Has it told whatever happens to domains, for as long as the process lives.
     *
     * @param listener must not block
     */
    static void listen(Connect connect, LifecycleListener listener) throws LibvirtException {
        CALLED.add(connect);
        connect.addLifecycleListener(listener);
    }

    private static Thread started() {
        try {
            Library.initEventLoop();
            Connect.setErrorCallback(ERRORS);
        } catch (LibvirtException e) {
            throw new IllegalStateException("libvirt's event loop cannot be made", e);
        }
        return Thread.ofPlatform().daemon().name("libvirt-events").start(EventLoop::run);
    }

    @SuppressWarnings("InfiniteLoopStatement") // the process ends it
    private static void run() {
        while (true) {
            try {
                Library.processEvent();
            } catch (LibvirtException e) {
                LOG.warn("libvirt's event loop: {}", e.getMessage());
            }
        }
    }

    private static String message(virError error) {
        return String.valueOf(error.message);
    }
}
