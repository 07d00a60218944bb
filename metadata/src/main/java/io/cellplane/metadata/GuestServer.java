package io.cellplane.metadata;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cellplane.contracts.metric.Metric;
import io.cellplane.db.cell.CellDatabase;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a cell's guests come in. A request costs a thread of no weight while it waits; how many there are is bounded, and so
 * are the connections to the cell's database behind them.
 */
public final class GuestServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GuestServer.class);
    private static final String SECONDS = "30";
    private static final String HEADER_BYTES = "16384";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final KnownGuests known;
    private final Guests guests;
    private final Semaphore room;
    private final AtomicBoolean answers = new AtomicBoolean(true);

    private GuestServer(CellDatabase cell, GuestSettings settings) {
        known = new KnownGuests(cell, settings);
        guests = new Guests(cell, known, settings);
        room = new Semaphore(settings.atOnce());
        try {
            server = HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), settings.atOnce());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot serve guests on " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
    }

    /**
     * Of this whole JVM, before anything in it serves: how long a request may take to come, how large its headers
     * may be, and how long an answer may take to be read.
     */
    static void boundRequests() {
        System.setProperty("sun.net.httpserver.maxReqTime", SECONDS);
        System.setProperty("sun.net.httpserver.maxRspTime", SECONDS);
        System.setProperty("sun.net.httpserver.maxReqHeaderSize", HEADER_BYTES);
    }

    /**
     * @param cell its connections are bounded by its own settings, and so is the wait for one
     * @throws UncheckedIOException when the port is taken
     */
    public static GuestServer start(CellDatabase cell, GuestSettings settings) {
        GuestServer made = new GuestServer(cell, settings);
        made.server.start();
        return made;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Timer.Sample begun = Timer.start();
            Answer answer = bounded(exchange);
            begun.stop(Metrics.timer(Metric.METADATA_REQUESTS.id(), "status", Integer.toString(answer.status())));
            answer.send(exchange);
        }
    }

    private Answer bounded(HttpExchange exchange) throws IOException {
        if (!room.tryAcquire()) {
            return Answer.later("Too many guests ask at once.");
        }
        try {
            Answer answer = guests.answer(exchange);
            answers.set(true);
            return answer;
        } catch (RuntimeException e) {
            // Once, however many ask; and what a row holds is no matter for a log.
            if (answers.getAndSet(false)) {
                LOG.warn("guests are told to come again: {}", e.getClass().getSimpleName());
            }
            LOG.debug("a guest is told to come again", e);
            return Answer.later("The cell's database does not answer. Please try your request again.");
        } finally {
            room.release();
        }
    }

    /** Where it is. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        known.close();
    }
}
