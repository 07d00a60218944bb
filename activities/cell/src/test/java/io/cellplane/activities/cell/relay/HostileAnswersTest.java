package io.cellplane.activities.cell.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.bus.Wire;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Hosts.Powered;
import io.cellplane.testing.HandClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host answers is bounded before anybody believes it; an answer that is none is as good as silence. */
class HostileAnswersTest extends RelayFixture {
    private static final TestControlLevel CONTROL = new TestControlLevel("hostile_answers", new HandClock(), "cell1");

    HostileAnswersTest() {
        super(CONTROL);
    }

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    private Hosts answering(byte[] answer) {
        bus.connect("h1").subscribe("host.h1.>", message -> message.respond(answer));
        return hosts(Grants.NONE, bus.connect("relay"));
    }

    private Hosts answering(Reply reply) {
        return answering(Wire.encode(reply));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "[]",
                "null",
                "{}",
                "{\"state\":\"NEVER_HEARD_OF\"}",
                "{\"state\":\"DONE\",\"outcome\":{\"power_state\":\"on\"}}",
                "{\"state\":\"DONE\",\"outcome\":{\"power_state\":\"99\"}}",
                "{\"state\":\"DONE\",\"outcome\":{\"power_state\":null}}",
                "{\"state\":\"DONE\",\"outcome\":{\"power_state\":\"1\",\"reported\":\"now\"}}",
                "{\"state\":\"DONE\",\"outcome\":{\"power_state\":\"1\",\"reported\":\"a-b/9999999999999999999999\"}}"
            })
    void garbage_is_as_good_as_silence(String answer) {
        Hosts hosts = answering(answer.getBytes(StandardCharsets.UTF_8));
        assertThat(List.of(hosts.change(step("start"), Power.START), hosts.restore(step("restore"), operation, true)))
                .allSatisfy(result -> assertThat(result.failure()).isEqualTo(Failure.HOST_ABSENT.type()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"state\":\"DONE\",\"outcome\":{\"root_gb\":\"-1\"}}",
                "{\"state\":\"DONE\",\"outcome\":{\"size\":\"9999999999999999999999\"}}",
                "{\"state\":\"DONE\",\"outcome\":{\"size\":\"-5\"}}",
                "{\"state\":\"DONE\",\"outcome\":{\"uefi\":\"99999999\"}}"
            })
    void sizes_that_are_none_are_as_good_as_silence(String answer) {
        landed();
        Hosts hosts = answering(answer.getBytes(StandardCharsets.UTF_8));
        assertThat(hosts.setAside(step("leave")).failure()).isEqualTo(Failure.HOST_ABSENT.type());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "null", "{\"guests\":[{}],\"kept\":[{}]}"})
    void garbage_cleans_nothing_and_keeps_nothing(String answer) {
        Hosts hosts = answering(answer.getBytes(StandardCharsets.UTF_8));
        assertThat(List.of(hosts.destroy(step("destroy")), hosts.unspawn(step("spawn"))))
                .containsOnly(false);
        assertThat(hosts.keeps(step("restore"), operation).failure()).isEqualTo(Failure.HOST_ABSENT.type());
    }

    @Test
    void words_are_cut_to_what_a_fault_and_an_event_hold() {
        Hosts hosts = answering(Reply.refused(Failure.POWER_REFUSED.type(), "ö".repeat(200_000)));
        StepResult<Powered> refused = hosts.change(step("start"), Power.START);
        assertThat(refused.failure()).isEqualTo(Failure.POWER_REFUSED.type());
        assertThat(String.valueOf(refused.message())).startsWith("ööö").hasSizeLessThan(5000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"operation.fenced", "placement.no_valid_host", "nonsense", "x\u0000y"})
    void a_host_says_only_what_a_host_can_say(String failure) {
        Hosts hosts = answering(Reply.refused(failure, "no"));
        assertThat(hosts.change(step("start"), Power.START).failure()).isEqualTo(Failure.POWER_REFUSED.type());
    }

    @Test
    void a_refusal_without_words_is_one() {
        Hosts hosts = answering(new Reply(Reply.State.REFUSED, Map.of(), null, null));
        StepResult<Powered> refused = hosts.change(step("start"), Power.START);
        assertThat(refused.failure()).isEqualTo(Failure.POWER_REFUSED.type());
        assertThat(refused.message()).isNotBlank();
    }
}
