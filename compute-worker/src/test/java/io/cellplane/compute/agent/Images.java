package io.cellplane.compute.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cellplane.compute.image.Measured;
import io.cellplane.contracts.host.Grant;
import io.cellplane.contracts.host.RootImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The data calls of an image service, on a real port. */
final class Images implements AutoCloseable {
    static final String TOKEN = "secret-token-of-a-grant";

    private static final byte[] NO_DATA = {};

    private final Map<UUID, byte[]> data = new HashMap<>();
    private final HttpServer server;
    private final AtomicInteger broken = new AtomicInteger();
    private boolean losing;
    private int gets;
    private int puts;

    Images() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange);
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** An image that takes data. */
    synchronized UUID queued() {
        UUID image = UUID.randomUUID();
        data.put(image, NO_DATA);
        return image;
    }

    synchronized void delete(UUID image) {
        data.remove(image);
    }

    synchronized void put(UUID image, byte[] bytes) {
        data.put(image, bytes);
    }

    synchronized byte[] of(UUID image) {
        return data.getOrDefault(image, NO_DATA);
    }

    /** The next requests are answered 503. */
    void breakDown(int times) {
        broken.set(times);
    }

    /** The next data that are sent are taken, and nobody is told. */
    synchronized void loseAnswer() {
        losing = true;
    }

    synchronized int gets() {
        return gets;
    }

    synchronized int puts() {
        return puts;
    }

    Grant grant(UUID image) {
        int port = server.getAddress().getPort();
        return new Grant(URI.create("http://127.0.0.1:" + port + "/v2/images/" + image + "/file"), TOKEN);
    }

    /** What was uploaded, to be a root disk. */
    RootImage root(UUID image, Path scratch) throws IOException, InterruptedException {
        Measured measured = Measured.of(Files.write(scratch, of(image)));
        return new RootImage(image, grant(image), "raw", measured.bytes(), measured.sha512());
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        UUID image = UUID.fromString(exchange.getRequestURI().getPath().split("/", -1)[3]);
        byte @Nullable [] there = data.get(image);
        int status = status(exchange, there);
        if (exchange.getRequestMethod().equals("PUT") && status == 204) {
            data.put(image, body);
            puts++;
            if (losing) {
                losing = false;
                return;
            }
        }
        if (status == 200 && there != null) {
            gets++;
            exchange.sendResponseHeaders(200, there.length);
            exchange.getResponseBody().write(there);
        } else {
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private int status(HttpExchange exchange, byte @Nullable [] there) {
        if (broken.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return 503;
        }
        if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Auth-Token"))) {
            return 401;
        }
        if (there == null) {
            return 404;
        }
        if (exchange.getRequestMethod().equals("GET")) {
            return there.length == 0 ? 204 : 200;
        }
        return there.length > 0
                ? 409
                : "application/octet-stream".equals(exchange.getRequestHeaders().getFirst("Content-Type")) ? 204 : 415;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
