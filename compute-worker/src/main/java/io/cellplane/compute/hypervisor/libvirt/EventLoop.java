package io.cellplane.compute.hypervisor.libvirt;

import org.libvirt.Connect;
import org.libvirt.Library;
import org.libvirt.LibvirtException;
import org.libvirt.jna.Libvirt;
import org.libvirt.jna.virError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the library does by itself, once in a process: it finds broken connections, and hands out events. */
final class EventLoop {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    /** Held, since the library holds it where no collector sees it. Unset, the library would print errors. */
    private static final Libvirt.VirErrorCallback ERRORS = (_, error) -> LOG.debug("{}", message(error));

    private static final Thread LOOP = started();

    private EventLoop() {}

    /** Once this returns, connections may be opened. */
    static void ensure() {
        if (!LOOP.isAlive()) {
            throw new IllegalStateException("libvirt's event loop has ended");
        }
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
