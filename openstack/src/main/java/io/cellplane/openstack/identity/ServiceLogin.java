package io.cellplane.openstack.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.http.ServiceHttp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Logs in with a password, keeps the token, and renews it a while before it ends. */
public final class ServiceLogin implements TokenSource {
    private static final Duration AHEAD = Duration.ofMinutes(2);

    private final ServiceHttp http;
    private final ServiceCredential credential;
    private final Clock clock;
    private final boolean forSystem;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile @Nullable Held held;

    private record Held(String token, Instant renewAt) {}

    /** @param http rooted at {@code …/v3} */
    public ServiceLogin(ServiceHttp http, ServiceCredential credential, Clock clock) {
        this(http, credential, clock, false);
    }

    private ServiceLogin(ServiceHttp http, ServiceCredential credential, Clock clock, boolean forSystem) {
        this.http = http;
        this.credential = credential;
        this.clock = clock;
        this.forSystem = forSystem;
    }

    /** Not for the credential's project, but for the whole system, on which its user must have a role. */
    public static ServiceLogin forSystem(ServiceHttp http, ServiceCredential credential, Clock clock) {
        return new ServiceLogin(http, credential, clock, true);
    }

    @Override
    public String token() {
        Held now = held;
        if (now != null && clock.instant().isBefore(now.renewAt)) {
            return now.token;
        }
        renewing.lock();
        try {
            Held other = held;
            if (other != null && clock.instant().isBefore(other.renewAt)) {
                return other.token;
            }
            Held fresh = login();
            held = fresh;
            return fresh.token;
        } finally {
            renewing.unlock();
        }
    }

    @Override
    public void spoiled(String token) {
        Held now = held;
        if (now != null && now.token.equals(token)) {
            held = null;
        }
    }

    private Held login() {
        Answer answer = http.call("POST", "/auth/tokens", request(), Map.of());
        String token = answer.headers().firstValue("X-Subject-Token").orElse(null);
        if (answer.status() != 201 || token == null) {
            throw new ServiceAway(
                    "identity",
                    "our own credential is turned away" + (forSystem ? " for the system (" : " (") + answer.status()
                            + "): " + credential,
                    null);
        }
        Instant expires = Instant.parse(answer.body().at("/token/expires_at").asText());
        Duration life = Duration.between(clock.instant(), expires);
        Duration ahead = life.compareTo(AHEAD.multipliedBy(4)) < 0 ? life.dividedBy(4) : AHEAD;
        return new Held(token, expires.minus(ahead));
    }

    private ObjectNode request() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode auth = root.putObject("auth");
        ObjectNode identity = auth.putObject("identity");
        identity.putArray("methods").add("password");
        ObjectNode user = identity.putObject("password").putObject("user");
        user.put("name", credential.userName()).put("password", credential.password());
        user.putObject("domain").put("name", credential.userDomain());
        ObjectNode scope = auth.putObject("scope");
        if (forSystem) {
            scope.putObject("system").put("all", true);
            return root;
        }
        ObjectNode project = scope.putObject("project");
        project.put("name", credential.projectName());
        project.putObject("domain").put("name", credential.projectDomain());
        return root;
    }
}
