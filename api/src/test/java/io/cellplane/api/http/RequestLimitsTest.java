package io.cellplane.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.api.ApiSettings.Requests;
import io.cellplane.api.Cloud;
import io.cellplane.api.Cloud.Answer;
import io.cellplane.api.KnownUsers;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestLimitsTest {
    private final AtomicLong now = new AtomicLong(-5);

    private static void isRefused(RequestLimits limits, String project) {
        assertThatThrownBy(() -> limits.take(project))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.failure()).isEqualTo(Failure.API_TOO_MANY_REQUESTS));
    }

    @Test
    void a_project_has_its_burst_and_then_its_rate_and_takes_nothing_from_others() {
        RequestLimits limits = new RequestLimits(new Requests(2, 3), now::get);
        for (int i = 0; i < 3; i++) {
            limits.take("one");
        }
        isRefused(limits, "one");
        limits.take("other");
        now.addAndGet(Duration.ofMillis(500).toNanos());
        limits.take("one");
        isRefused(limits, "one");
        now.addAndGet(Duration.ofHours(1).toNanos());
        for (int i = 0; i < 3; i++) {
            limits.take("one");
        }
        isRefused(limits, "one");
    }

    @Test
    void nobody_is_bound_unless_an_operator_says_so() {
        RequestLimits limits = new RequestLimits(new Requests(0, 1), now::get);
        for (int i = 0; i < 100; i++) {
            assertThatCode(() -> limits.take("one")).doesNotThrowAnyException();
        }
    }

    @Test
    void what_is_too_much_is_said_in_the_form_of_all_errors_and_administrators_are_not_bound() {
        try (Cloud cloud = Cloud.start(
                "limited", Map.of("cellplane.api.requests.per-second", 1, "cellplane.api.requests.burst", 1))) {
            Answer refused = cloud.get(KnownUsers.MEMBER, "2.1", "/v2.1/flavors");
            for (int i = 0; refused.status() != 429; i++) {
                assertThat(i).isLessThan(1000);
                refused = cloud.get(KnownUsers.MEMBER, "2.1", "/v2.1/flavors");
            }
            assertThat(refused.body().at("/overLimit/code").asInt()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            for (int i = 0; i < 10; i++) {
                assertThat(cloud.get(KnownUsers.ADMIN, "2.1", "/v2.1/flavors").status())
                        .isEqualTo(200);
            }
        }
    }
}
