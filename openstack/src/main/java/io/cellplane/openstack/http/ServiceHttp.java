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
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSON over HTTP to one service: blocks, for a bounded time, best on a virtual thread. */
public final class ServiceHttp {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final String service;
    private final String root;
    private final Duration timeout;
    private final HttpClient client;

    /**
     * @param service its name in failures: {@code identity}, {@code image}, {@code network}
     * @param root every path is appended to it
     * @param timeout for one call, from connecting to the last byte
     */
    public ServiceHttp(String service, URI root, Duration timeout, HttpClient client) {
        this.service = service;
        this.root = root.toString().replaceAll("/+$", "");
        this.timeout = timeout;
        this.client = client;
    }

    /** A client for any number of services; the caller closes it. */
    public static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(3))
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    public String service() {
        return service;
    }

    /** One call. @throws ServiceAway when there is no answer, or one that says "not now" */
    public Answer call(String method, String path, @Nullable JsonNode body, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root + path)).timeout(timeout).header("Accept", "application/json");
        headers.forEach(request::header);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.method(method, BodyPublishers.ofString(body.toString()));
            request.setHeader("Content-Type", headers.getOrDefault("Content-Type", "application/json"));
        }
        HttpResponse<byte[]> response = send(request.build());
        int status = response.statusCode();
        if (status >= 500 || status == 429) {
            throw new ServiceAway(service, status, method + " " + path + " answered " + status);
        }
        return new Answer(service, status, parsed(response.body()), response.headers());
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        // The request's own timeout ends with the headers; a body that stalls is bounded here.
        CompletableFuture<HttpResponse<byte[]>> sent = client.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return sent.get(timeout.toMillis() + 500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new ServiceAway(service, "interrupted", e);
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new ServiceAway(service, "no answer within " + timeout, e);
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
