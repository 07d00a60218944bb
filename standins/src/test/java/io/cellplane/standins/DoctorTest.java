package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.Endpoints;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.doctor.Finding;
import io.cellplane.openstack.identity.ServiceCredential;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each thing that services may lack has its sentence. */
class DoctorTest {
    @TempDir
    private Path folder;

    private StandInCloud cloud;

    @BeforeEach
    void start() throws IOException {
        cloud = new StandInCloud(folder);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private List<Finding> found() {
        return cloud.clients.doctor(false).examine();
    }

    @Test
    void services_that_have_all_are_without_findings_and_nothing_of_the_asking_is_left() {
        assertThat(found()).isEmpty();

        assertThat(cloud.clients.imageGrants().operations()).isEmpty();
        String token = cloud.login("cellplane", StandInCloud.USERS.cellplane(), "service");
        String user = cloud.identity.identity().validate(token).orElseThrow().userId();
        JsonNode left = cloud.call(
                        cloud.identity.address(), "GET", "/v3/users/" + user + "/application_credentials", null, token)
                .good();
        assertThat(left.path("application_credentials")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "service"})
    void a_role_that_our_user_lacks_is_named_with_the_command_that_gives_it(String role) {
        revoke(role);

        assertThat(found()).first().satisfies(finding -> {
            assertThat(finding.what()).isEqualTo("The user cellplane has no role " + role + " in the project service.");
            assertThat(finding.advice()).isEqualTo("openstack role add --user cellplane --project service " + role);
        });
    }

    @Test
    void a_user_who_is_not_let_in_is_all_that_is_found() {
        revoke("admin");
        revoke("service");

        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.service()).isEqualTo("identity");
            assertThat(finding.what()).isEqualTo("It does not let the user cellplane into the project service.");
        });
    }

    @Test
    void a_catalogue_without_a_compute_service_is_found() {
        cloud.identity.catalogue(Map.of());

        assertThat(found())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("no service of the type compute"));
    }

    @Test
    void an_image_service_that_does_not_know_its_type_is_found() {
        cloud.image.forgetType();

        assertThat(found())
                .singleElement()
                .satisfies(finding -> assertThat(finding.advice()).contains("service_type = image"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"binding", "binding-extended", "security-group", "revision-if-match", "external-net"})
    void an_extension_that_the_network_service_lacks_is_named(String extension) {
        cloud.network.lack(extension);

        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.service()).isEqualTo("network");
            assertThat(finding.what()).startsWith("It has no extension " + extension + ":");
        });
    }

    @Test
    void a_service_that_is_away_is_found_beside_what_others_lack() {
        cloud.image.close();
        cloud.network.lack("binding");

        assertThat(found()).extracting(Finding::service).containsExactly("image", "network");
        assertThat(found())
                .first()
                .satisfies(finding -> assertThat(finding.advice()).contains("cellplane.services.image-url"));
    }

    @Test
    void services_that_the_catalogue_alone_tells_are_found_there() {
        assertThat(asTheCatalogueSays("RegionOne", "internal", "public")).isEmpty();
        assertThat(asTheCatalogueSays("", "admin")).isEmpty();
    }

    @Test
    void a_region_without_endpoints_is_found_for_each_service_with_what_there_is() {
        assertThat(asTheCatalogueSays("Nowhere", "internal", "public"))
                .extracting(Finding::service)
                .containsExactly("image", "network");
        assertThat(asTheCatalogueSays("Nowhere", "public")).first().satisfies(finding -> {
            assertThat(finding.what())
                    .contains("public in the region Nowhere; it has public in RegionOne, internal in RegionOne");
            assertThat(finding.advice())
                    .startsWith("Set cellplane.services.region and interfaces to what the catalogue has");
        });
    }

    private List<Finding> asTheCatalogueSays(String region, String... interfaces) {
        URI identity = URI.create(StandInCloud.at(cloud.identity.address()));
        try (OpenStack clients = new OpenStack(
                new Endpoints(identity, null, null, region, List.of(interfaces)),
                ServiceCredential.of("cellplane", StandInCloud.USERS.cellplane(), "service"),
                Duration.ofSeconds(20))) {
            return clients.doctor(false).examine();
        }
    }

    @Test
    void who_keeps_limits_in_the_identity_service_needs_a_role_on_the_system() {
        assertThat(cloud.clients.doctor(true).examine()).isEmpty();
        revoke("system", "reader");

        assertThat(found()).isEmpty();
        assertThat(cloud.clients.doctor(true).examine())
                .singleElement()
                .satisfies(finding -> assertThat(finding.advice())
                        .startsWith("openstack role add --system all --user cellplane reader"));
    }

    /** From our user in our project. */
    private void revoke(String role) {
        String admin = cloud.login("admin", StandInCloud.USERS.admin(), "admin");
        revoke("projects/" + named("projects", "service", admin), role);
    }

    private void revoke(String place, String role) {
        String admin = cloud.login("admin", StandInCloud.USERS.admin(), "admin");
        String path = "/v3/%s/users/%s/roles/%s"
                .formatted(place, named("users", "cellplane", admin), named("roles", role, admin));
        cloud.call(cloud.identity.address(), "DELETE", path, null, admin).good();
    }

    private String named(String kind, String name, String token) {
        JsonNode all = cloud.call(cloud.identity.address(), "GET", "/v3/" + kind + "?name=" + name, null, token)
                .good();
        return all.path(kind).path(0).path("id").asText();
    }
}
