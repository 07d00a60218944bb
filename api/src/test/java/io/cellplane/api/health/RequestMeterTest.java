package io.cellplane.api.health;

import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.Cloud;
import io.cellplane.contracts.metric.Metric;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked, the labels of the metric come from a list of ours. */
class RequestMeterTest {
    private static Cloud cloud;

    /** Counts from nothing, whatever was asked before. */
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeAll
    static void start() {
        cloud = Cloud.start("meter");
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @BeforeEach
    void listen() {
        Metrics.addRegistry(registry);
    }

    @AfterEach
    void hush() {
        Metrics.removeRegistry(registry);
    }

    private int call(String method, String path) {
        return cloud.call(MEMBER, "2.1", method, path, null).status();
    }

    /** Writes that to a connection, and returns the status of what comes back. */
    private static int say(String request) {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), cloud.server().port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream answer = socket.getInputStream();
            String line = new String(answer.readNBytes("HTTP/1.1 400".length()), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(line.substring(line.length() - 3));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What has been counted: method, route, status, times. */
    private List<String> counted() {
        return registry.find(Metric.API_REQUESTS.id()).timers().stream()
                .filter(timer -> timer.count() > 0)
                .map(RequestMeterTest::line)
                .sorted()
                .toList();
    }

    private static String line(Timer timer) {
        return "%s %s %s: %d"
                .formatted(
                        timer.getId().getTag("method"),
                        timer.getId().getTag("route"),
                        timer.getId().getTag("status"),
                        timer.count());
    }

    @Test
    void a_known_route_is_counted_by_its_template_whatever_becomes_of_it() {
        call("GET", "/v2.1/flavors/" + UUID.randomUUID());
        call("GET", "/v2.1/flavors/" + UUID.randomUUID());
        call("GET", "/v2/some-project/flavors/" + UUID.randomUUID() + "/");
        cloud.send(cloud.request("GET", "/v2.1/flavors/" + UUID.randomUUID(), null));
        assertThat(counted())
                .containsExactly(
                        "GET /v2.1/flavors/{id} 400: 1",
                        "GET /v2.1/flavors/{id} 401: 1",
                        "GET /v2.1/flavors/{id} 404: 2");
    }

    @Test
    void paths_that_nobody_knows_are_one() {
        for (int i = 0; i < 3; i++) {
            call("GET", "/v2.1/" + UUID.randomUUID());
            call("GET", "/v2.1/flavors/" + UUID.randomUUID() + "/" + UUID.randomUUID());
            call("GET", "/" + UUID.randomUUID() + "?limit=" + i);
        }
        assertThat(counted()).containsExactly("GET /v2.1 400: 3", "GET none 300: 3", "GET none 404: 3");
    }

    @Test
    void a_route_that_does_not_take_the_method_is_none() {
        int status = call("PATCH", "/v2.1/flavors/" + UUID.randomUUID());
        call("PATCH", "/v2.1/flavors/" + UUID.randomUUID());
        assertThat(counted()).containsExactly("PATCH none " + status + ": 2");
    }

    @Test
    void a_method_that_nobody_knows_has_no_name_of_its_own() {
        call("BREW", "/v2.1/flavors");
        call("STEEP", "/v2.1/flavors");
        assertThat(counted())
                .singleElement()
                .asString()
                .startsWith("CUSTOM none ")
                .endsWith(": 2");
    }

    @Test
    void a_malformed_body_is_counted_by_its_route() {
        cloud.call(MEMBER, "2.1", "POST", "/v2.1/os-keypairs", "{" + UUID.randomUUID());
        cloud.call(MEMBER, "2.1", "POST", "/v2.1/os-keypairs", "{" + UUID.randomUUID());
        assertThat(counted()).containsExactly("POST /v2.1/os-keypairs 400: 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v2.1/flavors/%zz{} HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v2.1/fla vors/{} HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v2.1/flavors/{} HTTP/9.x\r\nHost: a\r\n\r\n",
                "GET /v2.1/flavors/|{} HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http:///{} HTTP/1.1\r\nHost: a\r\n\r\n",
                "{}\r\n\r\n"
            })
    void what_is_no_request_adds_no_name(String request) {
        for (int i = 0; i < 3; i++) {
            assertThat(say(request.replace("{}", UUID.randomUUID().toString()))).isBetween(300, 499);
        }
        assertThat(counted().stream().map(line -> line.split(" ")[1]).distinct())
                .isSubsetOf("none", "/v2.1/flavors/{id}");
        assertThat(counted()).hasSizeLessThan(2);
    }
}
