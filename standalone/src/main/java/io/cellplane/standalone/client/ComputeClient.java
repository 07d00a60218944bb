package io.cellplane.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.cloud.CloudFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Speaks OpenStack's protocols over HTTP, as one user of one project. Any number of threads may use it. */
public final class ComputeClient implements AutoCloseable {
    public static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CALL = Duration.ofSeconds(60);
    private static final String MADE_OF = "made_of";
    private static final String MICROVERSION = "compute 2.79";

    private final HttpClient http;
    private final CloudFile cloud;
    private final String token;

    /** What came back. */
    public record Answer(int status, JsonNode body, HttpHeaders headers) {
        /** What a refusal says; empty otherwise. */
        public String message() {
            return body.findPath("message").asText();
        }

        /** @throws IllegalStateException unless it is a success */
        public Answer good() {
            if (status >= 300) {
                throw new IllegalStateException("answered " + status + ": " + body);
            }
            return this;
        }
    }

    private ComputeClient(CloudFile cloud, String user, String password) {
        this.cloud = cloud;
        this.http = cloud.services().wire().client();
        this.token = login(user, password);
    }

    /** The administrator, in the project {@code admin}. */
    public static ComputeClient admin(CloudFile cloud) {
        return new ComputeClient(cloud, "admin", cloud.adminPassword());
    }

    private String login(String user, String password) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode auth = body.putObject("auth");
        ObjectNode identity = auth.putObject("identity");
        identity.putArray("methods").add("password");
        ObjectNode who = identity.putObject("password").putObject("user");
        who.put("name", user).put("password", password).putObject("domain").put("id", "default");
        auth.putObject("scope")
                .putObject("project")
                .put("name", user)
                .putObject("domain")
                .put("id", "default");
        HttpResponse<String> answer = send("POST", cloud.identityUrl() + "/auth/tokens", body, Map.of());
        return answer.headers()
                .firstValue("X-Subject-Token")
                .orElseThrow(() -> new IllegalStateException("no token: " + answer.statusCode()));
    }

    /** A call to the compute API, path from the version on. */
    public Answer compute(String method, String path, @Nullable JsonNode body) {
        return call(method, cloud.apiUrl() + path, body);
    }

    /** The id of the image of that name. */
    public String image(String name) {
        return named(call("GET", cloud.imageUrl() + "/v2/images", null), "images", name);
    }

    /** The id of the network of that name. */
    public String network(String name) {
        return named(call("GET", cloud.networkUrl() + "/v2.0/networks", null), "networks", name);
    }

    /** The names of all images that an administrator sees. */
    public List<String> images() {
        List<String> names = new ArrayList<>();
        call("GET", cloud.imageUrl() + "/v2/images", null)
                .good()
                .body()
                .path("images")
                .forEach(image -> names.add(image.path("name").asText()));
        return names;
    }

    /**
     * Everybody has an image of that name made of this file; an older one of that name goes.
     *
     * @param format of its data
     */
    public void publish(String name, Path file, String format) {
        String images = cloud.imageUrl() + "/v2/images";
        String from = file.getFileName().toString();
        for (JsonNode one : call("GET", images, null).good().body().path("images")) {
            if (one.path("name").asText().equals(name)) {
                if (one.path(MADE_OF).asText().equals(from)
                        && one.path("status").asText().equals("active")) {
                    return;
                }
                call("DELETE", images + "/" + one.path("id").asText(), null).good();
            }
        }
        ObjectNode asked = JSON.createObjectNode();
        asked.put("name", name).put("visibility", "public").put(MADE_OF, from);
        asked.put("disk_format", format).put("container_format", "bare");
        String id = call("POST", images, asked).good().body().path("id").asText();
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(images + "/" + id + "/file"))
                            .header("X-Auth-Token", token)
                            .header("Content-Type", "application/octet-stream")
                            .PUT(HttpRequest.BodyPublishers.ofFile(file))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(
                        "the image service answered " + answer.statusCode() + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send " + file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String named(Answer answer, String list, String name) {
        for (JsonNode one : answer.good().body().path(list)) {
            if (one.path("name").asText().equals(name)) {
                return one.path("id").asText();
            }
        }
        throw new IllegalStateException("none of the " + list + " is named " + name);
    }

    /** The body of a request for a server on an image and the stand-ins' first network, with a config drive that has these user data. */
    public ObjectNode server(String name, String flavor, String image, String userData) {
        ObjectNode body = server(name, flavor, image);
        ((ObjectNode) body.path("server"))
                .put("config_drive", true)
                .put("user_data", Base64.getEncoder().encodeToString(userData.getBytes(StandardCharsets.UTF_8)));
        return body;
    }

    /** The body of a request for a server on the stand-ins' first image and network. */
    public ObjectNode server(String name, String flavor) {
        return server(name, flavor, "cirros");
    }

    private ObjectNode server(String name, String flavor, String image) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode server = body.putObject("server");
        server.put("name", name).put("flavorRef", flavor).put("imageRef", image(image));
        server.putArray("networks").addObject().put("uuid", network("private"));
        return body;
    }

    private Answer call(String method, String url, @Nullable JsonNode body) {
        HttpResponse<String> answer =
                send(method, url, body, Map.of("X-Auth-Token", token, "OpenStack-API-Version", MICROVERSION));
        try {
            String text = answer.body();
            JsonNode read = text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text);
            return new Answer(answer.statusCode(), read, answer.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(String method, String url, @Nullable JsonNode body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(CALL);
        headers.forEach(request::header);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + url + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
