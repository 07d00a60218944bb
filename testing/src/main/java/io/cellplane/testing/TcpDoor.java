package io.cellplane.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port in front of a server, so that the server can go away, hang and come back for those who use it. */
public final class TcpDoor implements AutoCloseable {
    private final ServerSocket front;
    private final int behind;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private State state;

    /** What becomes of connections: carried; taken, but nothing is carried; closed at once. */
    public enum State {
        OPEN,
        STALLED,
        SHUT
    }

    /** @param behind the server's port on the loopback address */
    public TcpDoor(int behind, State state) {
        this.behind = behind;
        this.state = state;
        try {
            front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("door").start(this::take);
    }

    public int port() {
        return front.getLocalPort();
    }

    /** Also those connections that stand are closed when it is shut; stalled ones go on when it is opened. */
    public synchronized void set(State now) {
        state = now;
        notifyAll();
        if (now == State.SHUT) {
            sockets.forEach(TcpDoor::end);
        }
    }

    private void take() {
        while (!front.isClosed()) {
            try {
                Socket client = front.accept();
                sockets.add(client);
                Thread.startVirtualThread(() -> carry(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void carry(Socket client) {
        try (client) {
            if (pass()) {
                Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
                sockets.add(server);
                Thread.startVirtualThread(() -> pump(server, client));
                pump(client, server);
            }
        } catch (IOException | InterruptedException ended) {
            // One side has gone: so does the other.
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            for (int read = from.getInputStream().read(buffer); read >= 0 && pass(); ) {
                to.getOutputStream().write(buffer, 0, read);
                read = from.getInputStream().read(buffer);
            }
        } catch (IOException | InterruptedException ended) {
            // One side has gone: so does the other.
        }
    }

    /** Waits while it is stalled. @return false when it is shut */
    private synchronized boolean pass() throws InterruptedException {
        while (state == State.STALLED) {
            wait();
        }
        return state == State.OPEN;
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException ended) {
            // It has gone already.
        }
    }

    @Override
    public void close() {
        end();
        set(State.SHUT);
    }

    private void end() {
        try {
            front.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
