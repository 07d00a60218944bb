package io.cellplane.openstack.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.openstack.NoEndpoint;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceDouble;
import io.cellplane.openstack.http.ServiceHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a service is, as the catalogue has it. */
class CatalogueTest {
    private static final String TWO_REGIONS = """
            {"catalog": [{"type": "image", "endpoints": [
              {"interface": "public", "region_id": "one", "region": "one", "url": "http://public.one"},
              {"interface": "internal", "region_id": "one", "region": "one", "url": "http://internal.one/"},
              {"interface": "public", "region_id": "two", "region": "two", "url": "http://public.two"}]},
             {"type": "network", "endpoints": [
              {"interface": "admin", "region_id": "two", "region": "two", "url": "http://not an address"}]}]}
            """;

    private final HttpClient client = ServiceHttp.client();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private String catalogue = TWO_REGIONS;
    private int status = 200;
    private ServiceDouble identity;

    @BeforeEach
    void open() throws IOException {
        identity = new ServiceDouble(exchange -> ServiceDouble.say(exchange, status, catalogue));
    }

    @AfterEach
    void close() {
        identity.close();
        client.close();
    }

    private void advance(Duration by) {
        now = now.plus(by);
    }

    private Catalogue catalogue(String region, String... interfaces) {
        TokenSource own = new TokenSource() {
            @Override
            public String token() {
                return "t";
            }

            @Override
            public void spoiled(String token) {}
        };
        ServiceHttp http = new ServiceHttp("identity", identity.root(), Duration.ofSeconds(20), client);
        return new Catalogue(http, own, region, List.of(interfaces));
    }

    @Test
    void the_preferred_interface_is_taken_where_it_is_there_and_the_next_elsewhere() {
        assertThat(catalogue("one", "internal", "public").find("image")).hasToString("http://internal.one/");
        assertThat(catalogue("two", "internal", "public").find("image")).hasToString("http://public.two");
        assertThat(catalogue("", "public").find("image")).hasToString("http://public.one");
    }

    @Test
    void what_is_not_there_is_told_with_what_is() {
        assertThatThrownBy(() -> catalogue("two", "internal").find("image"))
                .isInstanceOf(NoEndpoint.class)
                .hasMessage("image: the catalogue has no endpoint of the type image, internal in the region two; it has"
                        + " public in one, internal in one, public in two");
        assertThatThrownBy(() -> catalogue("", "internal", "public").find("volume"))
                .hasMessageEndingWith("internal or public; it has none at all");
        assertThatThrownBy(() -> catalogue("two", "admin").find("network"))
                .isInstanceOf(NoEndpoint.class)
                .hasMessageEndingWith("is no address: http://not an address");
    }

    @Test
    void it_is_looked_up_when_needed_and_again_when_it_is_old_or_has_failed() {
        Listed image = new Listed(() -> catalogue("two", "public").find("image"), () -> now);
        assertThat(identity.asked).isEmpty();
        image.root();
        advance(Duration.ofMinutes(4));
        image.root();
        assertThat(identity.asked).hasSize(1);
        advance(Duration.ofMinutes(1));
        image.root();
        assertThat(identity.asked).hasSize(2);

        catalogue = TWO_REGIONS.replace("public.two", "moved.two");
        image.failed();
        image.failed();
        assertThat(image.root()).hasToString("http://public.two");
        advance(Duration.ofSeconds(5));
        assertThat(image.root()).hasToString("http://moved.two");
        assertThat(identity.asked).hasSize(3);
    }

    @Test
    void while_the_identity_service_is_away_a_service_is_where_it_was() {
        Listed image = new Listed(() -> catalogue("two", "public").find("image"), () -> now);
        status = 503;
        assertThatThrownBy(image::root).isInstanceOf(ServiceAway.class);
        status = 200;
        URI before = image.root();
        status = 503;
        advance(Duration.ofMinutes(5));
        assertThat(image.root()).isEqualTo(before);
        status = 200;
        catalogue = "{\"catalog\": []}";
        advance(Duration.ofSeconds(5));
        assertThatThrownBy(image::root).isInstanceOf(NoEndpoint.class);
    }
}
