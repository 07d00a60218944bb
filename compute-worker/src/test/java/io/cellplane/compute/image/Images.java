package io.cellplane.compute.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cellplane.contracts.host.BaseImage;
import io.cellplane.contracts.host.Grant;
import io.cellplane.contracts.host.RootImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The data calls of an image service, on a real port. */
public final class Images implements AutoCloseable {
    public static final String TOKEN = "secret-token-of-a-grant";

    private static final byte[] NO_DATA = {};

    private final Map<UUID, byte[]> data = new HashMap<>();
    private final HttpServer server;
    private final AtomicInteger broken = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private boolean losing;
    private int gets;
    private int puts;

    public Images() throws IOException {
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
    public synchronized UUID queued() {
        UUID image = UUID.randomUUID();
        data.put(image, NO_DATA);
        return image;
    }

    public synchronized void delete(UUID image) {
        data.remove(image);
    }

    public synchronized void put(UUID image, byte[] bytes) {
        data.put(image, bytes);
    }

    public synchronized byte[] of(UUID image) {
        return data.getOrDefault(image, NO_DATA);
    }

    /** The next requests are answered 503. */
    public void breakDown(int times) {
        broken.set(times);
    }

    /** The next data that are sent are taken, and nobody is told. */
    public synchronized void loseAnswer() {
        losing = true;
    }

    public synchronized int gets() {
        return gets;
    }

    public synchronized int puts() {
        return puts;
    }

    public Grant grant(UUID image) {
        int port = server.getAddress().getPort();
        return new Grant(URI.create("http://127.0.0.1:" + port + "/v2/images/" + image + "/file"), TOKEN);
    }

    /** What was uploaded, to be a root disk. */
    public RootImage root(UUID image, Path scratch) throws IOException, InterruptedException {
        Measured measured = Measured.of(Files.write(scratch, of(image)));
        return new RootImage(image, grant(image), "raw", measured.bytes(), measured.sha512());
    }

    /** What a guest is made from, as the image service would tell of it. */
    public BaseImage base(byte[] bytes, String format) throws IOException, InterruptedException {
        UUID image = queued();
        put(image, bytes);
        return new BaseImage(image, grant(image), format, bytes.length, Map.of("sha512", sha512(bytes)));
    }

    private static String sha512(byte[] bytes) throws IOException, InterruptedException {
        return Measured.copy(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream(), bytes.length)
                .sha512();
    }

    /** From now on data come to their middle and no further. */
    public void hang() {
        gate = new CountDownLatch(1);
    }

    /** What hangs goes on. */
    public void release() {
        gate.countDown();
    }

    private void send(HttpExchange exchange, byte[] there) throws IOException {
        exchange.sendResponseHeaders(200, there.length);
        int middle = there.length / 2;
        exchange.getResponseBody().write(there, 0, middle);
        exchange.getResponseBody().flush();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.getResponseBody().write(there, middle, there.length - middle);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] wanted = prepared(exchange);
        if (wanted != null) {
            send(exchange, wanted);
        }
    }

    /** @return what is to be sent; null: it is answered */
    private synchronized byte @Nullable [] prepared(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        UUID image = UUID.fromString(exchange.getRequestURI().getPath().split("/", -1)[3]);
        byte @Nullable [] there = data.get(image);
        int status = status(exchange, there);
        if (exchange.getRequestMethod().equals("PUT") && status == 204) {
            data.put(image, body);
            puts++;
            if (losing) {
                losing = false;
                return null;
            }
        }
        if (status == 200 && there != null) {
            gets++;
            return there;
        }
        exchange.sendResponseHeaders(status, -1);
        return null;
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
        release();
        server.stop(0);
    }
}
