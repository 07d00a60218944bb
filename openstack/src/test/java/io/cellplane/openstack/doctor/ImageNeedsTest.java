package io.cellplane.openstack.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceDouble;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.http.Where;
import io.cellplane.openstack.identity.ApplicationCredentials;
import io.cellplane.openstack.identity.HttpIdentity;
import io.cellplane.openstack.identity.ServiceCredential;
import io.cellplane.openstack.identity.ServiceLogin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often a grant is tried. */
class ImageNeedsTest {
    private static final String TOKEN = """
            {"token": {"user": {"id": "u", "name": "cellplane"}, "expires_at": "2036-01-01T00:00:00Z"}}
            """;

    private final HttpClient client = ServiceHttp.client();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int status = 200;
    private int forGrants = 200;
    private ServiceDouble services;
    private ImageNeeds needs;

    @BeforeEach
    void open() throws IOException {
        services = new ServiceDouble(this::answer);
        InstantSource source = () -> now;
        Clock clock = source.withZone(ZoneOffset.UTC);
        Duration timeout = Duration.ofSeconds(20);
        ServiceHttp identity = new ServiceHttp("identity", URI.create(services.root() + "/v3"), timeout, client);
        ServiceHttp image = new ServiceHttp("image", services.root(), timeout, client);
        ServiceLogin login = new ServiceLogin(identity, ServiceCredential.of("cellplane", "pw", "service"), clock);
        ApplicationCredentials credentials =
                new ApplicationCredentials(identity, login, new HttpIdentity(identity, login));
        needs = new ImageNeeds(image, login, credentials, Where.at(services.root()), clock);
    }

    @AfterEach
    void close() {
        services.close();
        client.close();
    }

    /** Both services at once. */
    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean post = exchange.getRequestMethod().equals("POST");
        if (path.equals("/v2/images")) {
            boolean own = "own".equals(exchange.getRequestHeaders().getFirst("X-Auth-Token"));
            ServiceDouble.say(exchange, own ? status : forGrants, "{}");
        } else if (path.equals("/v3/auth/tokens")) {
            String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            exchange.getResponseHeaders().set("X-Subject-Token", asked.contains("secret") ? "grant" : "own");
            ServiceDouble.say(exchange, post ? 201 : 200, TOKEN);
        } else if (post) {
            ServiceDouble.say(exchange, 201, "{\"application_credential\": {\"id\": \"c\", \"secret\": \"s\"}}");
        } else {
            ServiceDouble.say(exchange, 200, "{\"application_credentials\": []}");
        }
    }

    private long tried() {
        return services.asked.stream()
                .filter(asked -> asked.method().equals("POST") && asked.path().endsWith("/application_credentials"))
                .count();
    }

    @Test
    void what_was_good_is_tried_again_after_a_day_alone() {
        for (int round = 0; round < 3; round++) {
            assertThat(needs.missing()).isEmpty();
            now = now.plus(Rounds.USUAL);
        }
        assertThat(tried()).isEqualTo(1);
        now = now.plus(Duration.ofDays(1));
        needs.missing();
        assertThat(tried()).isEqualTo(2);
    }

    @Test
    void a_service_that_was_away_may_be_another_by_now() {
        needs.missing();
        status = 503;
        assertThatThrownBy(needs::missing).isInstanceOf(ServiceAway.class);
        status = 200;
        forGrants = 401;
        assertThat(needs.missing()).hasSize(1);
        assertThat(tried()).isEqualTo(2);
    }

    @Test
    void what_was_not_good_is_tried_until_it_is() {
        forGrants = 401;
        assertThat(needs.missing()).hasSize(1);
        assertThat(needs.missing()).hasSize(1);
        forGrants = 200;
        assertThat(needs.missing()).isEmpty();
        assertThat(needs.missing()).isEmpty();
        assertThat(tried()).isEqualTo(3);
    }
}
