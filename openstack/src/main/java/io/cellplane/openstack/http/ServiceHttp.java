package io.cellplane.openstack.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cellplane.openstack.ServiceAway;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JSON over HTTP to one service: blocks, for a bounded time, best on a virtual thread. */
public final class ServiceHttp {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceHttp.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ID_MOST = 64;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final String service;
    private final Where where;
    private final Wire wire;
    private final HttpClient client;

    /**
     * @param service its name in failures: {@code identity}, {@code image}, {@code network}
     * @param where every path is appended to what it says
     */
    public ServiceHttp(String service, Where where, Wire wire, HttpClient client) {
        this.service = service;
        this.where = where;
        this.wire = wire;
        this.client = client;
    }

    /**
     * One that is always there, and is called once.
     *
     * @param timeout for one call, from connecting to the last byte
     */
    public ServiceHttp(String service, URI root, Duration timeout, HttpClient client) {
        this(service, Where.at(root), Wire.once(timeout), client);
    }

    /** A client for any number of services, which trusts what the JVM trusts; the caller closes it. */
    public static HttpClient client() {
        return Wire.once(Duration.ZERO).client();
    }

    public String service() {
        return service;
    }

    /** Where the service is now; has no slash at its end. @throws ServiceAway when nobody can tell */
    public URI root() {
        return where.root();
    }

    /** One call, made again as the {@link Wire} allows. @throws ServiceAway when there is no answer, or one that says "not now" */
    public Answer call(String method, String path, @Nullable JsonNode body, Map<String, String> headers) {
        Attempts attempts = new Attempts(wire, method);
        while (true) {
            URI root = where.root();
            try {
                return once(method, root + path, path, body, headers);
            } catch (ServiceAway away) {
                where.failed();
                if (!another(attempts, away)) {
                    throw away;
                }
                LOG.info("{}: called again", away.getMessage());
            }
        }
    }

    private boolean another(Attempts attempts, ServiceAway away) {
        try {
            return attempts.another(away);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceAway(service, "interrupted", e);
        }
    }

    private Answer once(
            String method, String address, String path, @Nullable JsonNode body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .timeout(wire.timeout())
                .header("Accept", "application/json");
        RequestId.current().ifPresent(id -> request.header(RequestId.HEADER, id));
        headers.forEach(request::header);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.method(method, BodyPublishers.ofString(body.toString()));
            request.setHeader("Content-Type", headers.getOrDefault("Content-Type", "application/json"));
        }
        HttpResponse<byte[]> response = send(request.build());
        int status = response.statusCode();
        if (Wire.isNotNow(status)) {
            throw new ServiceAway(service, status, method + " " + path + " answered " + status + theirs(response));
        }
        Answer answer = new Answer(service, status, parsed(response.body()), response.headers());
        tell(method, path, answer, theirs(response));
        return answer;
    }

    /** Under which the service's own log has it. */
    private static String theirs(HttpResponse<?> response) {
        return response.headers()
                .firstValue(RequestId.HEADER)
                .map(id -> " (its request " + id.substring(0, Math.min(id.length(), ID_MOST)) + ")")
                .orElse("");
    }

    /** That something is not there, or a token no good, is asked for every day; all else that is refused somebody may look for. */
    private void tell(String method, String path, Answer answer, String theirs) {
        int status = answer.status();
        if (status >= 300 && status != 404 && status != 401) {
            LOG.info("{}: {} {} answered {}{}: {}", service, method, path, status, theirs, answer.words());
        } else {
            LOG.debug("{}: {} {} answered {}{}", service, method, path, status, theirs);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        // The request's own timeout ends with the headers; a body that stalls is bounded here.
        CompletableFuture<HttpResponse<byte[]>> sent = client.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return sent.get(wire.timeout().toMillis() + 500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new ServiceAway(service, "interrupted", e);
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new ServiceAway(service, "no answer within " + wire.timeout(), e);
        } catch (ExecutionException e) {
            throw new ServiceAway(service, String.valueOf(e.getCause()), e.getCause());
        }
    }

    private static JsonNode parsed(byte[] body) {
        try {
            JsonNode read = body.length == 0 ? null : JSON.readTree(body);
            return read == null ? MissingNode.getInstance() : read;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance(); // a page of something before the service
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** Whether this can be an id at all; what cannot is never put into a path. */
    public static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /** A value made fit for a query. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
