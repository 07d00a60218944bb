package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code POST /v3/auth/tokens}: who it is by password or token, and for what. */
final class Login {
    private final Directory directory;
    private final Tokens tokens;
    private final Duration life;

    Login(Directory directory, Tokens tokens, Duration life) {
        this.directory = directory;
        this.tokens = tokens;
        this.life = life;
    }

    Said answer(Call call) {
        ObjectNode auth = call.json("auth");
        JsonNode identity = auth.path("identity");
        List<String> methods = new ArrayList<>();
        identity.path("methods").forEach(method -> methods.add(method.asText()));
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant expires = now.plus(life);
        String user;
        if (methods.contains("application_credential")) {
            Claims claims = byCredential(auth, identity.path("application_credential"), methods, now, expires);
            return Said.of(201, tokens.json(claims, call)).with("X-Subject-Token", tokens.sealed(claims));
        }
        if (methods.contains("password")) {
            user = byPassword(identity.at("/password/user"));
        } else if (methods.contains("token")) {
            Claims held = tokens.claims(identity.at("/token/id").asText())
                    .filter(found -> found.credential().isEmpty())
                    .orElseThrow(WireFailure::unauthorized);
            user = held.user();
            expires = held.expires();
            methods.addAll(held.methods());
        } else {
            throw WireFailure.unauthorized();
        }
        Claims claims = scoped(auth.path("scope"), user, methods, expires);
        if (!tokens.stands(claims)) {
            throw WireFailure.unauthorized();
        }
        return Said.of(201, tokens.json(claims, call)).with("X-Subject-Token", tokens.sealed(claims));
    }

    /** It brings its own scope, and its token ends no later than it does. */
    private Claims byCredential(JsonNode auth, JsonNode asked, List<String> methods, Instant now, Instant most) {
        if (auth.has("scope")) {
            throw WireFailure.unauthorized();
        }
        ObjectNode credential = directory
                .credentials
                .get(asked.path("id").asText())
                .filter(one -> Passwords.fits(
                        asked.path("secret").asText(), one.path("digest").asText()))
                .orElseThrow(WireFailure::unauthorized);
        Instant end = CredentialRoutes.expiry(credential);
        Claims claims = new Claims(
                credential.path("user_id").asText(),
                methods,
                "project",
                credential.path("project_id").asText(),
                now,
                end.isBefore(most) ? end : most,
                Docs.hexId(),
                credential.path("id").asText());
        if (!now.isBefore(claims.expires()) || !tokens.stands(claims)) {
            throw WireFailure.unauthorized();
        }
        return claims;
    }

    private String byPassword(JsonNode asked) {
        return entity(directory.users, asked)
                .filter(user -> Passwords.fits(
                        asked.path("password").asText(), user.path("digest").asText()))
                .map(user -> user.path("id").asText())
                .orElseThrow(WireFailure::unauthorized);
    }

    private Claims scoped(JsonNode scope, String user, List<String> methods, Instant expires) {
        String kind = "unscoped";
        String target = "";
        if (scope.has("project")) {
            kind = "project";
            target = idOf(directory.projects, scope.path("project"));
        } else if (scope.has("domain")) {
            kind = "domain";
            target = domain(scope.path("domain"));
        } else if (scope.has("system")) {
            kind = "system";
            target = "all";
        }
        List<String> distinct = methods.stream().distinct().toList();
        return new Claims(
                user, distinct, kind, target, Instant.now().truncatedTo(ChronoUnit.SECONDS), expires, Docs.hexId(), "");
    }

    private String idOf(Shelf shelf, JsonNode asked) {
        return entity(shelf, asked).map(one -> one.path("id").asText()).orElseThrow(WireFailure::unauthorized);
    }

    private Optional<ObjectNode> entity(Shelf shelf, JsonNode asked) {
        return asked.has("id")
                ? shelf.get(asked.path("id").asText())
                : directory.find(shelf, asked.path("name").asText(), domain(asked.path("domain")));
    }

    private String domain(JsonNode asked) {
        if (asked.has("id")) {
            return asked.path("id").asText();
        }
        return directory.domains.by("name", asked.path("name").asText()).stream()
                .map(one -> one.path("id").asText())
                .findFirst()
                .orElseThrow(WireFailure::unauthorized);
    }
}
