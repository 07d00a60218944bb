package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.identity.AccessRule;
import io.cellplane.openstack.identity.Identity;
import io.cellplane.openstack.identity.Project;
import io.cellplane.openstack.identity.Token;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which tokens are good now, and what they say. */
final class Tokens implements Identity {
    static final String REGION = "RegionOne";

    private final Directory directory;
    private final TokenSeal seal;
    private final Shelf revoked;
    private final Catalogue catalogue;

    Tokens(Directory directory, TokenSeal seal, Catalogue catalogue) {
        this.directory = directory;
        this.seal = seal;
        this.catalogue = catalogue;
        this.revoked = directory.store.shelf("revoked");
        long now = Instant.now().getEpochSecond();
        revoked.all().stream()
                .filter(one -> one.path("until").asLong() < now)
                .forEach(one -> revoked.remove(one.path("id").asText()));
    }

    String sealed(Claims claims) {
        return seal.token(claims);
    }

    /** Its claims, if the token is ours, in time, not revoked, and user and scope still stand. */
    Optional<Claims> claims(String token) {
        return seal.open(token)
                .filter(claims -> Instant.now().isBefore(claims.expires()))
                .filter(claims -> revoked.get(claims.audit()).isEmpty())
                .filter(this::stands);
    }

    boolean stands(Claims claims) {
        return (claims.credential().isEmpty()
                        || directory.credentials.get(claims.credential()).isPresent())
                && isEnabled(directory.users, claims.user())
                && switch (claims.scope()) {
                    case "project" ->
                        isEnabled(directory.projects, claims.target())
                                && !roles(claims).isEmpty();
                    case "unscoped" -> true;
                    default -> !roles(claims).isEmpty();
                };
    }

    private static boolean isEnabled(Shelf shelf, String id) {
        return shelf.get(id).map(one -> one.path("enabled").asBoolean(true)).orElse(false);
    }

    void revoke(Claims claims) {
        ObjectNode mark = Docs.object().put("id", claims.audit());
        revoked.put(claims.audit(), mark.put("until", claims.expires().getEpochSecond()));
    }

    private List<ObjectNode> roles(Claims claims) {
        return directory.rolesOf(claims.user(), claims.scope(), claims.target());
    }

    List<ObjectNode> rolesOf(Token who) {
        return directory.rolesOf(who.userId(), "project", Gate.projectOf(who));
    }

    /** What its application credential restricts it to; null when nothing does. */
    @Nullable JsonNode rules(Claims claims) {
        return directory
                .credentials
                .get(claims.credential())
                .map(one -> one.get("access_rules"))
                .filter(JsonNode::isArray)
                .orElse(null);
    }

    /** Who bears it, if it is good for that call. */
    Optional<Token> bearer(String token, AccessRule wanted) {
        return claims(token).filter(claims -> allows(rules(claims), wanted)).map(this::read);
    }

    /** Every token may be asked about itself. */
    private static boolean allows(@Nullable JsonNode rules, AccessRule wanted) {
        if (rules == null || wanted.equals(new AccessRule("identity", "GET", "/v3/auth/tokens"))) {
            return true;
        }
        for (JsonNode rule : rules) {
            if (rule.path("service").asText().equals(wanted.service())
                    && rule.path("method").asText().equals(wanted.method())
                    && rule.path("path").asText().equals(wanted.path())) {
                return true;
            }
        }
        return false;
    }

    /** Who does not look at the call takes no token that is good for some calls only. */
    @Override
    public Optional<Token> validate(String token) {
        return claims(token).filter(claims -> rules(claims) == null).map(this::read);
    }

    private Token read(Claims claims) {
        ObjectNode user = one(directory.users, claims.user());
        ObjectNode project = claims.scope().equals("project") ? one(directory.projects, claims.target()) : null;
        return new Token(
                claims.user(),
                user.path("name").asText(),
                user.path("domain_id").asText(),
                text(project, "id"),
                text(project, "name"),
                text(project, "domain_id"),
                claims.scope().equals("domain") ? claims.target() : null,
                roles(claims).stream()
                        .map(role -> role.path("name").asText().toLowerCase(Locale.ROOT))
                        .toList(),
                claims.expires(),
                true,
                claims.scope().equals("system"),
                null);
    }

    @Override
    public Optional<Project> project(String id) {
        return directory
                .projects
                .get(id)
                .map(one -> new Project(
                        id,
                        one.path("name").asText(),
                        one.path("domain_id").asText(),
                        one.path("enabled").asBoolean(true)));
    }

    /** The {@code token} document. */
    ObjectNode json(Claims claims, Call call) {
        ObjectNode token = Docs.object();
        token.set("methods", Docs.texts(claims.methods()));
        ObjectNode user = one(directory.users, claims.user());
        token.set("user", withDomain(user).putNull("password_expires_at"));
        token.putArray("audit_ids").add(claims.audit());
        token.put("expires_at", Docs.micros(claims.expires())).put("issued_at", Docs.micros(claims.issued()));
        switch (claims.scope()) {
            case "project" -> {
                token.set("project", withDomain(one(directory.projects, claims.target())));
                token.put("is_domain", false);
            }
            case "domain" -> token.set("domain", named(one(directory.domains, claims.target())));
            case "system" -> token.putObject("system").put("all", true);
            default -> {}
        }
        directory.credentials.get(claims.credential()).ifPresent(credential -> {
            ObjectNode shown = named(credential).put("restricted", true);
            JsonNode rules = rules(claims);
            if (rules != null) {
                shown.set("access_rules", rules);
            }
            token.set("application_credential", shown);
        });
        if (!claims.scope().equals("unscoped")) {
            token.set(
                    "roles",
                    Docs.array(roles(claims).stream().map(Tokens::named).toList()));
            if (!call.has("nocatalog")) {
                token.set("catalog", catalogue.json(call, REGION));
            }
        }
        return Docs.object().set("token", token);
    }

    private ObjectNode withDomain(ObjectNode entity) {
        ObjectNode json = named(entity);
        json.set("domain", named(one(directory.domains, entity.path("domain_id").asText())));
        return json;
    }

    private static ObjectNode named(ObjectNode entity) {
        return entity.deepCopy().retain("id", "name");
    }

    private static ObjectNode one(Shelf shelf, String id) {
        return shelf.get(id).orElseThrow(WireFailure::unauthorized);
    }

    private static @Nullable String text(@Nullable ObjectNode node, String field) {
        return node == null ? null : node.path(field).asText();
    }
}
