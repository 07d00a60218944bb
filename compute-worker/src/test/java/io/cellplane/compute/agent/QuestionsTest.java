package io.cellplane.compute.agent;

import static io.cellplane.compute.agent.TestHost.SOON;
import static io.cellplane.compute.agent.TestHost.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.bus.BusFailure;
import io.cellplane.bus.InProcessBus;
import io.cellplane.bus.RequestTimedOut;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.host.ConsoleAnswer;
import io.cellplane.contracts.host.ConsoleQuestion;
import io.cellplane.contracts.host.DiagnosticsAnswer;
import io.cellplane.contracts.host.DiagnosticsQuestion;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.server.PowerState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a host about one guest. */
class QuestionsTest {
    private final InProcessBus bus = new InProcessBus();
    private final UUID server = UUID.randomUUID();
    private final TestHost host;

    QuestionsTest(@TempDir Path folder) {
        host = new TestHost(folder, bus::connect);
    }

    @BeforeEach
    void boot() throws InterruptedException {
        host.outcome(spawn(server));
        host.hypervisor.change(server, Power.START);
        host.hypervisor.change(server, Power.PAUSE);
        host.hypervisor.change(server, Power.UNPAUSE);
    }

    @AfterEach
    void close() {
        host.close();
    }

    private <T> T asked(String subject, Object question, Class<T> answer) {
        return Wire.decode(
                host.relay
                        .request(Subjects.question(TestHost.NAME, subject), Wire.encode(question), SOON)
                        .join(),
                answer);
    }

    private @Nullable String console(UUID whose, @Nullable Integer lines) {
        return asked(Subjects.ASK_CONSOLE, new ConsoleQuestion(whose, lines), ConsoleAnswer.class)
                .output();
    }

    /** As Nova counts them: what follows the last line break is a piece too, be it empty. */
    @Test
    void a_console_is_told_from_its_end() {
        assertThat(console(server, null)).endsWith("simulated: pause\nsimulated: unpause\n");
        assertThat(console(server, 0)).isEmpty();
        assertThat(console(server, 1)).isEmpty();
        assertThat(console(server, 2)).isEqualTo("simulated: unpause\n");
        assertThat(console(server, 3)).isEqualTo("simulated: pause\nsimulated: unpause\n");
        assertThat(console(server, Integer.MAX_VALUE)).isEqualTo(console(server, null));
    }

    @Test
    void a_guest_that_is_not_there_says_nothing() {
        UUID nobody = UUID.randomUUID();
        assertThat(asked(Subjects.ASK_CONSOLE, new ConsoleQuestion(nobody, null), ConsoleAnswer.class)
                        .there())
                .isFalse();
        DiagnosticsAnswer answer =
                asked(Subjects.ASK_DIAGNOSTICS, new DiagnosticsQuestion(nobody), DiagnosticsAnswer.class);
        assertThat(answer.power()).isNull();
        assertThat(answer.diagnostics()).isNull();
    }

    @Test
    void only_a_guest_that_runs_uses_anything() throws InterruptedException {
        DiagnosticsAnswer runs =
                asked(Subjects.ASK_DIAGNOSTICS, new DiagnosticsQuestion(server), DiagnosticsAnswer.class);
        assertThat(runs.diagnostics())
                .isNotNull()
                .satisfies(used -> assertThat(used.memoryKib()).isEqualTo(512 * 1024));
        host.hypervisor.change(server, Power.STOP);
        DiagnosticsAnswer off =
                asked(Subjects.ASK_DIAGNOSTICS, new DiagnosticsQuestion(server), DiagnosticsAnswer.class);
        assertThat(off.power()).isEqualTo(PowerState.SHUTDOWN);
        assertThat(off.diagnostics()).isNull();
    }

    /** An agent of before knows neither question: it stays without an answer. */
    @Test
    void what_a_host_does_not_know_it_does_not_answer() {
        assertThatThrownBy(() -> host.relay
                        .request(
                                Subjects.question(TestHost.NAME, "weather"),
                                Wire.encode(new DiagnosticsQuestion(server)),
                                Duration.ofMillis(300))
                        .join())
                .satisfies(e -> assertThat(BusFailure.of(e)).isInstanceOf(RequestTimedOut.class));
    }
}
