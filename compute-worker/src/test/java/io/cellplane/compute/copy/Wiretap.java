package io.cellplane.compute.copy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Stands between two hosts: hears all that the one says, and may change it or cut it off. */
final class Wiretap implements AutoCloseable {

    /** What becomes of a byte; less than 0: it is the end. */
    interface Change {
        int of(int at, int said);
    }

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final int target;
    private volatile Change changing = (_, said) -> said;

    Wiretap(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    void changing(Change how) {
        changing = how;
    }

    synchronized byte[] heard() {
        return heard.toByteArray();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket taker = socket.accept();
                Socket giver = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> pass(taker, giver, (_, said) -> said));
                Thread.ofVirtual().start(() -> pass(giver, taker, changing));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void pass(Socket from, Socket to, Change how) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] chunk = new byte[1 << 16];
            int at = 0;
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                synchronized (this) {
                    heard.write(chunk, 0, read);
                }
                for (int each = 0; each < read; each++) {
                    int said = how.of(at++, chunk[each] & 0xff);
                    if (said < 0) {
                        out.write(chunk, 0, each);
                        return;
                    }
                    chunk[each] = (byte) said;
                }
                out.write(chunk, 0, read);
            }
        } catch (IOException over) {
            // Whoever closed it.
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
