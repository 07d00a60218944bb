package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Routes on a port of its own, each request on a virtual thread. */
final class WireServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WireServer.class);

    static {
        // Without it every kept connection pays 40 ms between the head and the body of an answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Routes routes;
    private final Function<WireFailure, JsonNode> failures;

    WireServer(InetSocketAddress bind, Routes routes, Function<WireFailure, JsonNode> failures) throws IOException {
        this.server = HttpServer.create(bind, 256);
        this.routes = routes;
        this.failures = failures;
        server.setExecutor(threads);
        server.createContext("/", this::serve);
    }

    void start() {
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Said said;
            try {
                said = answer(exchange);
            } catch (WireFailure e) {
                said = Said.of(e.status(), failures.apply(e));
            } catch (RuntimeException e) {
                log.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
                WireFailure broken = new WireFailure(500, "", "An unexpected error occurred.");
                said = Said.of(500, failures.apply(broken));
            }
            send(exchange, said);
        }
    }

    private Said answer(HttpExchange exchange) {
        Routes.Found found = routes.find(
                exchange.getRequestMethod(), exchange.getRequestURI().getRawPath());
        if (found == null) {
            throw WireFailure.missing("The resource could not be found.");
        }
        return found.handler().answer(new Call(exchange, found.vars()));
    }

    private static void send(HttpExchange exchange, Said said) throws IOException {
        // What is left of the request would be read as the next one.
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        exchange.getResponseHeaders().set("Vary", "X-Auth-Token");
        exchange.getResponseHeaders().set("x-openstack-request-id", "req-" + UUID.randomUUID());
        if (said.status() == 401) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Keystone");
        }
        JsonNode json = said.json();
        byte[] bytes = json == null ? new byte[0] : json.toString().getBytes(StandardCharsets.UTF_8);
        if (json != null) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
        }
        said.headers().forEach(exchange.getResponseHeaders()::set);
        if (exchange.getRequestMethod().equals("HEAD") || (bytes.length == 0 && said.file() == null)) {
            exchange.sendResponseHeaders(said.status(), -1);
            return;
        }
        if (said.file() != null) {
            long size = Files.size(said.file());
            exchange.sendResponseHeaders(said.status(), size == 0 ? -1 : size);
            Files.copy(said.file(), exchange.getResponseBody());
            return;
        }
        exchange.sendResponseHeaders(said.status(), bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
