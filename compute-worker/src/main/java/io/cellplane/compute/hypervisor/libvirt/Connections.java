package io.cellplane.compute.hypervisor.libvirt;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to libvirt: one that tells what happens, and for each call that is under way one that nobody else uses. Where
 * several threads wait for one connection, its library may end the process when a daemon that hung goes on (CVE-2024-4418);
 * and a daemon works on five calls of one connection at most.
 */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    /** Seconds between signs of life, and how many may stay without an answer before a connection is broken. */
    private static final int ALIVE_EVERY = 5;

    private static final int ALIVE_MISSED = 5;
    /** How many stay open for the calls to come. */
    private static final int KEPT = 4;

    private final String uri;
    private final Deque<Connect> free = new ConcurrentLinkedDeque<>();
    private @Nullable Connect events;
    private volatile Runnable changed = () -> {};

    Connections(String uri) {
        this.uri = uri;
        EventLoop.ensure();
    }

    /** One that is the caller's until it is given back. May block for as long as libvirt hangs. */
    Connect take() throws LibvirtException {
        listen();
        for (Connect one = free.poll(); one != null; one = free.poll()) {
            if (isAlive(one)) {
                return one;
            }
            close(one);
        }
        return open();
    }

    void giveBack(Connect one) {
        if (free.size() < KEPT && isAlive(one)) {
            free.push(one);
        } else {
            close(one);
        }
    }

    static boolean isAlive(Connect one) {
        try {
            return one.isAlive();
        } catch (LibvirtException e) {
            return false;
        }
    }

    private static void close(Connect one) {
        try {
            one.close();
        } catch (LibvirtException e) {
            LOG.debug("a connection to libvirt is not closed: {}", e.getMessage());
        }
    }

    private synchronized void listen() throws LibvirtException {
        Connect open = events;
        if (open == null || !isAlive(open)) {
            // A broken one is not closed: libvirt may still call back.
            open = open();
            EventLoop.listen(open, (domain, _) -> happened(domain));
            events = open;
            // What has happened in between nobody has told.
            changed.run();
        }
    }

    private Connect open() throws LibvirtException {
        Connect open = new Connect(uri);
        open.setKeepAlive(ALIVE_EVERY, ALIVE_MISSED);
        return open;
    }

    /** Has it told, from now on, whatever happens to domains; on the thread of libvirt's events. */
    void watch(Runnable told) {
        changed = told;
    }

    private int happened(Domain domain) {
        changed.run();
        try {
            return domain.free();
        } catch (LibvirtException e) {
            return -1; // only its number of users is not counted down
        }
    }
}
