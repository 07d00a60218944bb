package io.cellplane.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The password that a guest makes for itself. */
class PasswordsTest {
    private static final String PASSWORD = "/openstack/latest/password";

    @AutoClose
    private static AskedCell cell;

    @BeforeAll
    static void start() {
        cell = new AskedCell();
    }

    @Test
    void it_is_posted_once_and_read_again() {
        UUID server = cell.server();
        assertThat(cell.ask(server, PASSWORD).body()).isEmpty();
        assertThat(cell.post(server, "cipher").statusCode()).isEqualTo(200);
        assertThat(cell.post(server, "another").statusCode()).isEqualTo(409);
        assertThat(cell.ask(server, PASSWORD).body()).isEqualTo("cipher");
        assertThat(cell.ask(server, "/openstack/2013-04-04/password").body()).isEqualTo("cipher");
        assertThat(cell.rows.extras().find(server).orElseThrow().password()).isEqualTo("cipher");
    }

    @Test
    void of_many_posts_at_once_one_counts() throws Exception {
        UUID server = cell.server();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> answers = threads
                    .invokeAll(IntStream.range(0, 20)
                            .<Callable<Integer>>mapToObj(
                                    i -> () -> cell.post(server, "cipher" + i).statusCode())
                            .toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
            assertThat(answers)
                    .containsOnlyOnce(200)
                    .filteredOn(status -> status != 200)
                    .containsOnly(409);
        }
    }

    @ParameterizedTest
    @CsvSource({"1020, 200", "1021, 400", "1000000, 400"})
    void it_is_no_longer_than_nova_lets_it_be(int length, int status) {
        UUID server = cell.server();
        assertThat(cell.post(server, "x".repeat(length)).statusCode()).isEqualTo(status);
    }

    @Test
    void it_is_ascii() {
        assertThat(cell.post(cell.server(), "pässword").statusCode()).isEqualTo(400);
    }

    @Test
    void one_that_comes_while_the_record_leaves_is_to_come_again() {
        UUID server = cell.server(UUID.randomUUID(), "sealed");
        assertThat(cell.post(server, "cipher").statusCode()).isEqualTo(503);
        assertThat(cell.rows.extras().find(server).orElseThrow().password()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openstack/latest/meta_data.json", "/latest/user-data"})
    void nothing_else_is_posted(String path) {
        assertThat(cell.send(cell.signed(cell.server(), path).POST(HttpRequest.BodyPublishers.ofString("x")))
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void it_is_not_deleted_from_within() {
        assertThat(cell.send(cell.signed(cell.server(), PASSWORD).DELETE()).statusCode())
                .isEqualTo(400);
    }
}
