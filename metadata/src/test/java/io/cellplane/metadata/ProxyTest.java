package io.cellplane.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told what: only Neutron's proxy is believed, and of a guest no more than its own project reads. */
class ProxyTest {
    private static final String WHO = "/openstack/latest/meta_data.json";

    @AutoClose
    private static AskedCell cell;

    @BeforeAll
    static void start() {
        cell = new AskedCell();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Instance-ID", "X-Tenant-ID", "X-Instance-ID-Signature"})
    void a_request_without_all_that_the_proxy_says_is_refused(String missing) {
        UUID server = cell.server();
        var request = cell.to(WHO);
        Map.of(
                        "X-Instance-ID", server.toString(),
                        "X-Tenant-ID", AskedCell.PROJECT,
                        "X-Instance-ID-Signature", AskedCell.signature(AskedCell.SECRET, server.toString()))
                .forEach((name, value) -> {
                    if (!name.equals(missing)) {
                        request.header(name, value);
                    }
                });
        var answer = cell.send(request);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(missing + " header is missing from request.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Instance-ID", "X-Tenant-ID", "X-Instance-ID-Signature"})
    void a_guest_that_adds_a_header_of_its_own_to_the_proxys_is_refused(String twice) {
        var answer = cell.send(cell.signed(cell.server(), WHO).header(twice, "another"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("Multiple " + twice + " headers found within request.");
    }

    @Test
    void who_does_not_know_the_secret_is_told_nothing() {
        UUID server = cell.server();
        UUID other = cell.server();
        for (String signature : new String[] {
            "",
            "é",
            AskedCell.signature("guessed", server.toString()),
            AskedCell.signature(AskedCell.SECRET, other.toString()),
            AskedCell.signature(AskedCell.SECRET, server.toString()) + "0"
        }) {
            var answer = cell.send(cell.with(server, Map.of("X-Instance-ID-Signature", signature)));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("Invalid proxy request signature.");
        }
    }

    @Test
    void a_guest_in_anothers_project_is_not_found() {
        assertThat(cell.send(cell.with(cell.server(), Map.of("X-Tenant-ID", "theirs")))
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"11111111-1111-1111-1111-111111111111", "nothing", "1-1-1-1-1", "' or 1 = 1 --"})
    void a_server_that_the_cell_does_not_have_is_not_found(String server) {
        var answer = cell.send(cell.with(
                cell.server(),
                Map.of(
                        "X-Instance-ID",
                        server,
                        "X-Instance-ID-Signature",
                        AskedCell.signature(AskedCell.SECRET, server))));
        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"arriving, 404", "departed, 404", "sealed, 200"})
    void of_two_copies_the_one_that_counts_is_told(String moveState, int status) {
        assertThat(cell.ask(cell.server(UUID.randomUUID(), moveState), WHO).statusCode())
                .isEqualTo(status);
    }

    @Test
    void a_server_that_comes_into_the_cell_is_found_at_once() {
        UUID server = UUID.randomUUID();
        assertThat(cell.ask(server, WHO).statusCode()).isEqualTo(404);
        cell.server(server, null);
        assertThat(cell.ask(server, WHO).statusCode()).isEqualTo(200);
    }

    @Test
    void a_guests_address_is_believed_from_the_proxy_where_its_cards_have_none() {
        UUID server = cell.server();
        assertThat(cell.ask(server, "/latest/meta-data/local-ipv4").body()).isEqualTo("10.0.0.5");
        UUID bare = cell.server();
        cell.rows.infoCaches().put(bare, "[]", Instant.now());
        assertThat(cell.ask(bare, "/latest/meta-data/local-ipv4").body()).isEqualTo("10.9.9.9");
        assertThat(cell.send(cell.with(bare, Map.of("X-Instance-ID-Signature", "mine")))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void the_root_names_the_versions_to_whomever() {
        var answer = cell.send(cell.to("/"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("1.0\n2007-01-19\n").endsWith("2009-04-04\nlatest");
    }
}
