package io.cellplane.api;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import io.micronaut.core.value.PropertyResolver;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One API process's worth of HTTP server. Several may run in one JVM, each on its own port. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final int DEFAULTS_ORDER = -1000;
    private static final int FILE_ORDER = -900;

    private static final Duration LAST_REQUESTS = Duration.ofSeconds(10);

    private final ApplicationContext context;
    private final EmbeddedServer server;

    private ApiServer(ApplicationContext context) {
        this.context = context;
        this.server = context.getBean(EmbeddedServer.class);
    }

    /**
     * Starts it and returns when it listens.
     *
     * @param properties {@code cellplane.*}, over the environment and the defaults; {@code cellplane.api.port} 0 takes
     *     a free port
     * @param parts what it works with: an {@code ApiDatabase}, an {@code Identity} and whatever else its controllers
     *     ask for; a part that is not given is made from the configuration
     */
    public static ApiServer start(Map<String, Object> properties, Object... parts) {
        ApiServer made = prepare(properties, parts);
        made.listen();
        return made;
    }

    /** The same, but it does not listen yet. */
    static ApiServer prepare(Map<String, Object> properties, Object... parts) {
        ApplicationContext context = ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .propertySources(defaults(), configured(), PropertySource.of("cellplane-api-given", properties))
                .singletons(parts)
                .start();
        return new ApiServer(context);
    }

    void listen() {
        server.start();
    }

    /** What it was told. */
    PropertyResolver settings() {
        return context;
    }

    static PropertySource defaults() {
        try (InputStream in = Objects.requireNonNull(ApiServer.class.getResourceAsStream("/cellplane-api.yaml"))) {
            return PropertySource.of(
                    "cellplane-api", new YamlPropertySourceLoader().read("cellplane-api", in), DEFAULTS_ORDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file that CELLPLANE_CONFIG names: over the defaults, under the environment. */
    private static PropertySource configured() {
        String file = System.getenv("CELLPLANE_CONFIG");
        if (file == null) {
            return PropertySource.of("cellplane-api-file", Map.of(), FILE_ORDER);
        }
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return PropertySource.of(
                    "cellplane-api-file", new YamlPropertySourceLoader().read("cellplane-api-file", in), FILE_ORDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** A part that the server made or was given. */
    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    /** Stops listening, lets requests under way end, for a while, and closes what it made itself. */
    @Override
    public void close() {
        try {
            if (server.isRunning() && server instanceof GracefulShutdownCapable listening) {
                listening
                        .shutdownGracefully()
                        .toCompletableFuture()
                        .get(LAST_REQUESTS.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("requests were cut off: {}", e.toString());
        }
        server.stop();
        context.close();
    }
}
