package io.cellplane.compute.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.compute.hypervisor.HostBoot;
import io.cellplane.contracts.server.PowerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host remembers over the end of its system. */
class ResumingTest {
    private final UUID ran = UUID.randomUUID();
    private final UUID off = UUID.randomUUID();
    private final Path file;

    ResumingTest(@TempDir Path folder) {
        file = folder.resolve("running.json");
    }

    private Resuming booted(String boot) {
        return Resuming.open(file, boot, true);
    }

    private void runs() {
        booted("first").seen(Map.of(ran, PowerState.RUNNING, off, PowerState.SHUTDOWN));
    }

    private Map<UUID, PowerState> allAre(PowerState power) {
        return Map.of(ran, power, off, power);
    }

    @Test
    void guests_that_ran_are_to_run_again_until_they_do() {
        runs();
        Resuming second = booted("second");
        second.seen(allAre(PowerState.SHUTDOWN));
        assertThat(second.resumes(ran)).isTrue();
        assertThat(second.resumes(off)).isFalse();
        assertThat(booted("second").resumes(ran)).as("the agent starts again").isTrue();
        second.seen(allAre(PowerState.RUNNING));
        second.seen(allAre(PowerState.SHUTDOWN));
        assertThat(second.resumes(ran)).as("it went off by itself").isFalse();
    }

    @Test
    void a_host_that_goes_down_again_at_once_remembers() {
        runs();
        booted("second").seen(allAre(PowerState.SHUTDOWN));
        assertThat(booted("third").resumes(ran)).isTrue();
    }

    @Test
    void guests_that_went_off_while_the_agent_was_away_did_so_by_themselves() {
        runs();
        Resuming again = booted("first");
        again.seen(allAre(PowerState.SHUTDOWN));
        assertThat(again.resumes(ran)).isFalse();
    }

    @Test
    void a_host_that_is_not_told_so_lets_them_be() {
        runs();
        Resuming second = Resuming.open(file, "second", false);
        second.seen(allAre(PowerState.SHUTDOWN));
        assertThat(second.resumes(ran)).isFalse();
        assertThat(booted("third").resumes(ran)).as("told later").isFalse();
    }

    @Test
    void one_that_is_not_here_any_more_is_forgotten() {
        runs();
        Resuming second = booted("second");
        second.seen(Map.of(off, PowerState.SHUTDOWN));
        second.seen(allAre(PowerState.SHUTDOWN));
        assertThat(second.resumes(ran)).isFalse();
    }

    @Test
    void what_cannot_be_read_is_nothing() throws IOException {
        Files.writeString(file, "{\"boot\":");
        Resuming now = booted("second");
        assertThat(now.resumes(ran)).isFalse();
        now.seen(allAre(PowerState.RUNNING));
        assertThat(booted("third").resumes(ran)).isTrue();
    }

    @Test
    void this_run_of_the_system_has_a_name_that_stays() {
        assertThat(HostBoot.name()).isNotEmpty().isEqualTo(HostBoot.name());
        assertThat(HostBoot.began())
                .hasValueSatisfying(began -> assertThat(began)
                        .isBefore(ProcessHandle.current().info().startInstant().orElseThrow()));
    }
}
