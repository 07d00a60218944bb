package io.cellplane.bus;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.Dispatcher;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to a NATS server; once it stood, it comes back by itself for as long as it takes. */
public final class NatsBus implements Bus {
    private static final Logger LOG = LoggerFactory.getLogger(NatsBus.class);
    private static final int NO_RESPONDERS = 503;

    private final Traffic traffic = new Traffic();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Connection connection;
    private volatile boolean closed;

    /** @throws BusAway when no server answers, or it refuses the identity */
    public static NatsBus connect(NatsSettings settings) {
        return new NatsBus(settings);
    }

    private NatsBus(NatsSettings settings) {
        try {
            connection = Nats.connect(options(settings));
        } catch (IOException e) {
            threads.shutdown();
            throw new BusAway("no bus at " + settings.url() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            threads.shutdown();
            Thread.currentThread().interrupt();
            throw new BusAway("interrupted while connecting to " + settings.url(), e);
        }
    }

    private Options options(NatsSettings settings) throws IOException {
        Options.Builder options = Options.builder()
                .server(settings.url())
                .connectionName(settings.name())
                .inboxPrefix(settings.inboxPrefix() + ".")
                .connectionTimeout(settings.connectTimeout())
                .reportNoResponders()
                // The first that is named, as long as it is there: the others hear nobody until it is gone.
                .noRandomize()
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(250))
                // What is sent while there is no server is refused at once: kept, it would be answered too late for
                // anybody.
                .reconnectBufferSize(0)
                .pingInterval(settings.connectTimeout())
                .maxPingsOut(2)
                .executor(threads)
                .connectionListener(this::connectionChanged)
                .errorListener(new Errors());
        if (settings.credentialsFile() != null) {
            options.credentialPath(settings.credentialsFile().toString());
        } else if (settings.user() != null) {
            String password = settings.passwordFile() == null
                    ? ""
                    : Files.readString(settings.passwordFile()).strip();
            options.userInfo(settings.user().toCharArray(), password.toCharArray());
        }
        if (settings.url().contains("tls://")) {
            try {
                options.sslContext(ServerNames.context());
            } catch (GeneralSecurityException e) {
                throw new IOException("the trusted certificates cannot be read: " + e.getMessage(), e);
            }
        }
        return options.build();
    }

    @Override
    public void publish(String subject, byte[] payload) {
        check(subject, payload);
        try {
            connection.publish(subject, payload);
        } catch (IllegalStateException e) {
            throw new BusAway("the bus takes nothing: " + e.getMessage(), e);
        }
        traffic.countSent();
    }

    @Override
    public CompletableFuture<byte[]> request(String subject, byte[] payload, Duration timeout) {
        if (closed) {
            return CompletableFuture.failedFuture(away());
        }
        check(subject, payload);
        if (!isConnected()) {
            return CompletableFuture.failedFuture(lost());
        }
        CompletableFuture<io.nats.client.Message> asked;
        try {
            asked = connection.request(subject, payload);
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(new BusAway("the bus takes nothing: " + e.getMessage(), e));
        }
        traffic.countSent();
        Waiting answer = new Waiting(asked);
        waiting.add(answer);
        if (closed) {
            asked.completeExceptionally(away());
        } else if (!isConnected()) {
            asked.completeExceptionally(lost());
        }
        return asked.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).handle((message, thrown) -> {
            waiting.remove(answer);
            if (thrown == null && message != null) {
                traffic.countReceived();
                return message.getData();
            }
            throw failure(subject, timeout, thrown);
        });
    }

    @Override
    public Subscription subscribe(String pattern, Handler handler) {
        SubjectPattern.of(pattern);
        if (closed) {
            throw away();
        }
        Dispatcher dispatcher = connection.createDispatcher(message -> {
            traffic.countReceived();
            handle(handler, message);
        });
        dispatcher.subscribe(pattern);
        return () -> {
            if (!closed) {
                connection.closeDispatcher(dispatcher);
            }
        };
    }

    private void handle(Handler handler, io.nats.client.Message message) {
        try {
            handler.handle(new Message(message.getSubject(), message.getData(), message.getReplyTo(), this::publish));
        } catch (RuntimeException e) {
            LOG.error("handler failed on {}", message.getSubject(), e);
        }
    }

    @Override
    public void onReconnect(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public boolean isConnected() {
        return connection.getStatus() == Connection.Status.CONNECTED;
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public void close() {
        closed = true;
        waiting.forEach(answer -> answer.asked.completeExceptionally(away()));
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdown();
    }

    private static RuntimeException failure(String subject, Duration timeout, @Nullable Throwable thrown) {
        return switch (thrown) {
            case BusFailure known -> known;
            case JetStreamStatusException status
            when status.getStatus().getCode() == NO_RESPONDERS -> new NoResponders(subject);
            case TimeoutException _ -> new RequestTimedOut(subject, timeout);
            case null, default -> new BusAway("the request was dropped: " + thrown, thrown);
        };
    }

    private void connectionChanged(Connection changed, ConnectionListener.Events event) {
        switch (event) {
            case DISCONNECTED -> {
                LOG.warn("bus lost");
                waiting.forEach(answer -> answer.asked.completeExceptionally(lost()));
            }
            case RESUBSCRIBED -> {
                LOG.info("bus is back at {}", changed.getConnectedUrl());
                listeners.forEach(listener -> Thread.startVirtualThread(listener));
            }
            default -> LOG.debug("bus {}", event);
        }
    }

    private void check(String subject, byte[] payload) {
        SubjectPattern.requireLiteral(subject);
        if (payload.length > PAYLOAD_LIMIT) {
            throw new PayloadTooLarge(subject, payload.length);
        }
        if (closed) {
            throw away();
        }
    }

    private static BusAway lost() {
        return new BusAway("the bus is lost", null);
    }

    private static BusAway away() {
        return new BusAway("the connection is closed", null);
    }

    /** Identity is what tells two requests under way apart. */
    private static final class Waiting {
        private final CompletableFuture<io.nats.client.Message> asked;

        Waiting(CompletableFuture<io.nats.client.Message> asked) {
            this.asked = asked;
        }
    }

    /** The client's own listener logs through java.util.logging. */
    private static final class Errors implements ErrorListener {
        @Override
        public void errorOccurred(Connection conn, String error) {
            LOG.warn("bus says: {}", error);
        }

        @Override
        public void exceptionOccurred(Connection conn, Exception exception) {
            LOG.debug("bus connection: {}", exception.toString());
        }

        @Override
        public void slowConsumerDetected(Connection conn, Consumer consumer) {
            LOG.warn("a slow subscriber loses messages, {} lost so far", consumer.getDroppedCount());
        }
    }
}
