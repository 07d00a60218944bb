package io.cellplane.compute.hypervisor.libvirt;

import org.jspecify.annotations.Nullable;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;

/** The connection to libvirt, opened anew when it has broken. */
final class Connection {
    /** Seconds between signs of life, and how many may stay without an answer before a connection is broken. */
    private static final int ALIVE_EVERY = 5;

    private static final int ALIVE_MISSED = 5;

    private final String uri;
    private @Nullable Connect connect;
    private volatile Runnable changed = () -> {};

    Connection(String uri) {
        this.uri = uri;
        EventLoop.ensure();
    }

    /** May block for as long as libvirt hangs. */
    synchronized Connect get() throws LibvirtException {
        Connect open = connect;
        if (open == null || !open.isAlive()) {
            // A broken one is not closed: others may be using it.
            open = new Connect(uri);
            open.setKeepAlive(ALIVE_EVERY, ALIVE_MISSED);
            EventLoop.listen(open, (domain, _) -> happened(domain));
            connect = open;
            // What has happened in between nobody has told.
            changed.run();
        }
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
