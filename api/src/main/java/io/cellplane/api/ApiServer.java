package io.cellplane.api;

import io.cellplane.process.config.Configuration;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One API process's worth of HTTP server. Several may run in one JVM, each on its own port. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
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
     * @param settings {@code cellplane.*}, over the defaults; {@code cellplane.api.port} 0 takes a free port
     * @param parts what it works with: an {@code ApiDatabase}, an {@code Identity} and whatever else its controllers
     *     ask for; a part that is not given is made from the configuration
     */
    public static ApiServer start(Map<String, Object> settings, Object... parts) {
        ApiServer made = prepare(Configuration.of("cellplane-api", ApiConfig.class, settings), parts);
        made.listen();
        return made;
    }

    /** The same, but it does not listen yet. */
    static ApiServer prepare(Configuration<ApiConfig> told, Object... parts) {
        ApiConfig config = told.settings();
        ApplicationContext context = ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .propertySources(PropertySource.of("cellplane-api", told.values()))
                .singletons(parts)
                .singletons(config, config.api(), config.quota(), config.servers())
                .start();
        return new ApiServer(context);
    }

    void listen() {
        server.start();
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
