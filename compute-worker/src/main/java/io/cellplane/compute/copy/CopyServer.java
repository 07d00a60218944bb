package io.cellplane.compute.copy;

import io.cellplane.compute.copy.Offers.Offer;
import io.cellplane.compute.copy.Offers.Take;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the disks that are offered to whoever proves that it has their key. Before that nobody gets more than a few bytes, and
 * no more than a few seconds.
 */
public final class CopyServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CopyServer.class);
    private static final Duration ASKS_WITHIN = Duration.ofSeconds(10);
    private static final Duration STALLS = Duration.ofSeconds(60);
    private static final Duration LOOKS = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofMillis(100);
    private static final int CONNECTIONS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Removes what was made for an offer. */
    public interface Over {
        void remove(UUID server, UUID operation) throws InterruptedException;
    }

    private final Offers offers;
    private final Throttle throttle;
    private final Over over;
    private final ServerSocket socket = new ServerSocket();
    private final Thread accepting;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("copies").factory());

    /**
     * Listens at once.
     *
     * @param over told once nobody may take any more
     * @throws IOException when it cannot listen there
     */
    public CopyServer(CopySettings settings, Offers offers, Throttle throttle, Over over) throws IOException {
        this.offers = offers;
        this.throttle = throttle;
        this.over = over;
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(settings.address(), settings.port()));
        } catch (IOException e) {
            socket.close();
            throw new IOException("copies cannot be offered at " + settings + ": " + e.getMessage(), e);
        }
        accepting = Thread.ofVirtual().name("copies-accept").start(this::accept);
        var _ = watch.scheduleWithFixedDelay(this::look, 0, LOOKS.toSeconds(), TimeUnit.SECONDS);
    }

    /** Where it listens. */
    public int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                if (connections.size() >= CONNECTIONS) {
                    accepted.close();
                    continue;
                }
                Connection connection = new Connection(accepted);
                connections.add(connection);
                Thread.ofVirtual().name("copy").start(() -> serve(connection));
            } catch (IOException e) {
                LOG.debug("nobody was accepted: {}", e.toString());
                if (!socket.isClosed()) {
                    LockSupport.parkNanos(AGAIN.toNanos());
                }
            }
        }
    }

    /** A taker that does not take is let go, and what nobody took in time is removed. */
    private void look() {
        try {
            connections.forEach(Connection::closeIfStalled);
            for (Offer offer : offers.over()) {
                finish(offer.server(), offer.operation());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("offers that are over are not removed: {}", e.toString());
        }
    }

    private void finish(UUID server, UUID operation) throws InterruptedException {
        over.remove(server, operation);
        offers.withdraw(server, operation);
    }

    private void serve(Connection connection) {
        try (connection) {
            answer(connection);
        } catch (IOException e) {
            LOG.info("a copy ended early: {}", e.toString());
        } catch (InterruptedException e) {
            LOG.debug("closing");
        } catch (RuntimeException e) {
            LOG.warn("a copy ended early", e);
        } finally {
            connections.remove(connection);
        }
    }

    private void answer(Connection connection) throws IOException, InterruptedException {
        DataInputStream in = connection.in();
        OutputStream out = connection.out();
        byte[] nonce = new byte[Request.NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        out.write(nonce);
        out.flush();
        Request request = Request.read(in);
        byte[] proof = new byte[CopyKey.PROOF_BYTES];
        in.readFully(proof);
        byte[] asked = Request.concat(nonce, request.bytes());
        Optional<Offer> offer = offers.find(request.server(), request.operation())
                .filter(each -> new CopyKey(each.key()).isProof(proof, asked));
        if (offer.isEmpty()) {
            LOG.warn("somebody without its key asks for {} of {}", request.disk(), request.server());
            said(out, Request.REFUSED);
        } else if (request.isLast()) {
            finish(request.server(), request.operation());
            said(out, Request.GRANTED);
        } else {
            give(connection, offer.get(), request.disk(), asked);
        }
    }

    private void give(Connection connection, Offer offer, String disk, byte[] asked)
            throws IOException, InterruptedException {
        Path file = offer.disk(disk);
        if (file == null) {
            said(connection.out(), Request.REFUSED);
            return;
        }
        Take take = new Take(offer.server(), offer.operation(), disk, connection);
        if (!offers.begin(take)) {
            said(connection.out(), Request.BUSY);
            return;
        }
        try {
            // Looked at again: who withdrew it meanwhile has not seen this one.
            if (offers.find(offer.server(), offer.operation())
                    .filter(offer::equals)
                    .isEmpty()) {
                said(connection.out(), Request.REFUSED);
                return;
            }
            said(connection.out(), Request.GRANTED);
            try (DataOutputStream data =
                    new DataOutputStream(new CopyKey(offer.key()).encrypting(connection.out(), asked))) {
                SparseStream.send(file, data, throttle);
            }
            LOG.info("{} of {} is copied", disk, offer.server());
        } finally {
            offers.end(take);
        }
    }

    private static void said(OutputStream out, int word) throws IOException {
        out.write(word);
        out.flush();
    }

    @Override
    public void close() {
        watch.shutdownNow();
        try {
            socket.close();
            // A virtual thread that waits in accept gives the port back, not whoever closes.
            accepting.join(AGAIN.multipliedBy(2));
        } catch (IOException e) {
            LOG.debug("not closed: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.forEach(Connection::close);
    }

    /** A taker's, closed by whoever comes first. */
    private static final class Connection implements AutoCloseable {
        private final Socket socket;
        private volatile long writesSince = Long.MIN_VALUE;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(Math.toIntExact(ASKS_WITHIN.toMillis()));
        }

        DataInputStream in() throws IOException {
            return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        }

        OutputStream out() throws IOException {
            OutputStream plain = socket.getOutputStream();
            return new BufferedOutputStream(new OutputStream() {
                @Override
                public void write(int one) throws IOException {
                    write(new byte[] {(byte) one}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    writesSince = System.nanoTime();
                    plain.write(bytes, offset, length);
                    writesSince = Long.MIN_VALUE;
                }
            });
        }

        void closeIfStalled() {
            long since = writesSince;
            if (since != Long.MIN_VALUE && System.nanoTime() - since > STALLS.toNanos()) {
                LOG.warn("a copy does not go on and is ended");
                close();
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("not closed: {}", e.toString());
            }
        }
    }
}
