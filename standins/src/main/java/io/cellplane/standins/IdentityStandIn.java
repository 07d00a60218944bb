package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.identity.Identity;
import io.cellplane.openstack.identity.Token;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An identity service (v3) for one machine: users, projects and roles in a file, tokens that survive a restart.
 * Its address is known once it is made; it answers once it is started.
 */
public final class IdentityStandIn implements AutoCloseable {
    private static final Duration TOKEN_LIFE = Duration.ofHours(12);

    private final Store store;
    private final Directory directory;
    private final WireServer server;
    private final Catalogue catalogue = new Catalogue();
    private final Tokens tokens;
    private final Gate gate;

    /** @param data a folder of its own */
    public IdentityStandIn(Path data, InetSocketAddress bind, StandInUsers users) throws IOException {
        this(data, bind, users, TOKEN_LIFE);
    }

    /** @param tokenLife how long a new token is good */
    public IdentityStandIn(Path data, InetSocketAddress bind, StandInUsers users, Duration tokenLife)
            throws IOException {
        store = new Store(data.resolve("identity.jsonl"));
        directory = new Directory(store);
        directory.seed(users);
        tokens = new Tokens(directory, new TokenSeal(data.resolve("token.key")), catalogue);
        gate = new Gate(tokens, "identity");
        Routes routes = new Routes();
        versions(routes);
        tokens(routes, new Login(directory, tokens, tokenLife));
        catalogue(routes);
        new DirectoryRoutes(directory, gate).on(routes);
        new AssignmentRoutes(directory, gate).on(routes);
        new CredentialRoutes(directory, tokens, gate).on(routes);
        new LimitRoutes(directory, gate).on(routes);
        server = new WireServer(bind, routes, IdentityStandIn::failure);
    }

    /** By service type, e.g. {@code compute → http://{host}:8774/v2.1}; {@code {host}} is the host the client used. */
    public void catalogue(Map<String, String> urls) {
        catalogue.set(urls);
    }

    public void start() {
        server.start();
    }

    public InetSocketAddress address() {
        return server.address();
    }

    /** The same answers without the wire, for the other stand-ins of this process. */
    public Identity identity() {
        return tokens;
    }

    /** The id of a project of the domain {@code Default}. @throws java.util.NoSuchElementException without one */
    public String projectId(String name) {
        return directory
                .find(directory.projects, name, Directory.DEFAULT_DOMAIN)
                .orElseThrow()
                .path("id")
                .asText();
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }

    private static void versions(Routes routes) {
        routes.on("GET /", call -> {
            ObjectNode body = Docs.object();
            body.putObject("versions").putArray("values").add(version(call));
            return Said.of(300, body);
        });
        routes.on("GET /v3", call -> Said.ok(Docs.object().set("version", version(call))));
    }

    private static ObjectNode version(Call call) {
        ObjectNode version = Docs.version("v3.14", "stable", call.base() + "/v3/");
        version.putArray("media-types")
                .addObject()
                .put("base", "application/json")
                .put("type", "application/vnd.openstack.identity-v3+json");
        return version;
    }

    private void tokens(Routes routes, Login login) {
        routes.on("POST /v3/auth/tokens", login::answer);
        routes.on("GET /v3/auth/tokens", call -> {
            Claims claims = subject(call);
            return Said.ok(tokens.json(claims, call)).with("X-Subject-Token", tokens.sealed(claims));
        });
        routes.on("DELETE /v3/auth/tokens", call -> {
            tokens.revoke(subject(call));
            return Said.nothing();
        });
    }

    private Claims subject(Call call) {
        Token who = gate.who(call);
        String subject = call.header("X-Subject-Token");
        boolean keepsRules = call.header("OpenStack-Identity-Access-Rules") != null;
        Claims claims = tokens.claims(subject == null ? "" : subject)
                .filter(found -> keepsRules || tokens.rules(found) == null)
                .orElseThrow(() -> WireFailure.missing("Could not find token."));
        if (!claims.user().equals(who.userId()) && !who.hasRole("admin") && !who.hasRole("service")) {
            throw WireFailure.forbidden("You are not authorized to perform the requested action.");
        }
        return claims;
    }

    private void catalogue(Routes routes) {
        routes.on("GET /v3/auth/catalog", call -> {
            gate.who(call);
            return Said.ok(Docs.object().set("catalog", catalogue.json(call, Tokens.REGION)));
        });
        routes.on("GET /v3/services", call -> {
            gate.reader(call, "identity:list_services");
            List<ObjectNode> all = Listing.filtered(catalogue.services(call), call, Set.of("type", "name"));
            return Said.ok(Docs.object().set("services", Docs.array(all)));
        });
        routes.on("GET /v3/services/{id}", call -> {
            gate.reader(call, "identity:get_service");
            return catalogue.services(call).stream()
                    .filter(service -> service.path("id").asText().equals(call.at("id")))
                    .findFirst()
                    .map(service -> Said.ok(Docs.object().set("service", service)))
                    .orElseThrow(() -> WireFailure.missing("Could not find service: " + call.at("id") + "."));
        });
        routes.on("GET /v3/endpoints", call -> {
            gate.admin(call, "identity:list_endpoints");
            return Said.ok(Docs.object().set("endpoints", catalogue.endpoints(call, Tokens.REGION)));
        });
        routes.on("GET /v3/regions", call -> {
            gate.who(call);
            ObjectNode region = Docs.object().put("id", Tokens.REGION).put("description", "");
            return Said.ok(
                    Docs.object().set("regions", Store.JSON.createArrayNode().add(region.putNull("parent_region_id"))));
        });
    }

    private static JsonNode failure(WireFailure failure) {
        ObjectNode body = Docs.object();
        body.putObject("error")
                .put("code", failure.status())
                .put("message", failure.words())
                .put("title", failure.title());
        return body;
    }
}
