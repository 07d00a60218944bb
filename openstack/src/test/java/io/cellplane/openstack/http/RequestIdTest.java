package io.cellplane.openstack.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cellplane.openstack.ServiceDouble;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A request is followed into a service, and back. */
class RequestIdTest {
    private static final String OURS = "req-" + UUID.randomUUID();
    private static final String CALLERS = "req-" + UUID.randomUUID();
    private static final String THEIRS = "req-" + UUID.randomUUID();

    private final HttpClient client = ServiceHttp.client();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private int status = 200;
    private ServiceDouble service;
    private ServiceHttp http;

    @BeforeEach
    void open() throws IOException {
        service = new ServiceDouble(exchange -> {
            exchange.getResponseHeaders().set("X-Openstack-Request-Id", THEIRS);
            ServiceDouble.say(exchange, status, "{\"message\": \"their words\"}");
        });
        http = new ServiceHttp("network", service.root(), Duration.ofSeconds(20), client);
        log.start();
        logger().addAppender(log);
        logger().setLevel(Level.INFO);
    }

    @AfterEach
    void close() {
        logger().setLevel(null);
        logger().detachAppender(log);
        MDC.clear();
        service.close();
        client.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ServiceHttp.class);
    }

    private List<String> sent() {
        List<String> ids = new ArrayList<>();
        service.asked.forEach(asked -> ids.add(asked.headers().getFirst("X-Openstack-Request-Id")));
        return ids;
    }

    private Answer get() {
        return http.call("GET", "/v2.0/ports", null, Map.of());
    }

    @Test
    void a_service_is_told_for_whose_request_it_is_asked() {
        get();
        MDC.put("request_id", OURS);
        get();
        MDC.put("global_request_id", CALLERS);
        get();
        assertThat(sent()).containsExactly(null, OURS, CALLERS);
    }

    @Test
    void an_id_that_services_do_not_take_is_not_told() {
        MDC.put("request_id", OURS);
        MDC.put("global_request_id", "req-of-mine");
        get();
        assertThat(sent()).containsExactly(OURS);
    }

    @Test
    void work_that_another_thread_does_is_of_the_same_request() throws InterruptedException {
        MDC.put("request_id", OURS);
        Runnable carried = RequestId.carried(this::get);
        MDC.clear();
        Thread.ofVirtual().start(carried).join();
        carried.run();
        assertThat(sent()).containsExactly(OURS, OURS);
        assertThat(MDC.get("request_id")).isNull();
    }

    @Test
    void the_services_own_id_stands_in_a_failure() {
        status = 503;
        assertThatThrownBy(this::get).hasMessage("network: GET /v2.0/ports answered 503 (its request " + THEIRS + ")");
    }

    @Test
    void a_refusal_is_logged_with_the_services_id_which_is_not_in_the_words_that_users_read() {
        status = 409;
        assertThatThrownBy(() -> get().good()).hasMessage("their words");
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("network: GET /v2.0/ports answered 409 (its request " + THEIRS + "): their words");
    }
}
