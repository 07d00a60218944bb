package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.servers.KnownGuests.console;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.contracts.host.ConsoleAnswer;
import io.cellplane.contracts.host.DiagnosticsAnswer;
import io.cellplane.contracts.host.GuestDiagnostics;
import io.cellplane.contracts.host.GuestDiagnostics.Card;
import io.cellplane.contracts.host.GuestDiagnostics.Cpu;
import io.cellplane.contracts.host.GuestDiagnostics.Disk;
import io.cellplane.contracts.host.GuestDiagnostics.Traffic;
import io.cellplane.contracts.host.GuestDiagnostics.Work;
import io.cellplane.contracts.host.HostAnswer;
import io.cellplane.contracts.server.PowerState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Console output and diagnostics: what a server's host is asked, and what is made of its answer. */
class GuestQuestionsTest {
    private static final GuestDiagnostics USED = new GuestDiagnostics(
            "libvirt",
            "kvm",
            "linux",
            List.of(new Cpu(0, 17_300_000_000L)),
            List.of(
                    new Card("tap1", "01:23:45:67:89:ab", new Traffic(2070, 26, 1, 2), new Traffic(1402, 6, 3, 4)),
                    new Card("tap2", "01:23:45:67:89:ac", null, null)),
            List.of(new Disk("vda", new Work(262_144, 112, 5_778_432, 488, 0))),
            524_288,
            262_144L,
            Map.of("rss", 1000L));

    private static ServerCloud cloud;
    private static UUID server;

    @BeforeAll
    static void start() {
        cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of());
        server = cloud.resting("asked");
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static Answer output(UUID whose, String what) {
        return cloud.act(MEMBER, whose, "{\"os-getConsoleOutput\": " + what + "}");
    }

    private static Answer output(HostAnswer said) {
        cloud.guests.console = said;
        return output(server, "{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"length\": null}",
                "{\"length\": -1}",
                "{\"length\": \"-1\"}",
                "{\"length\": 0}",
                "{\"length\": 10}",
                "{\"length\": \"10\"}",
                "{\"length\": 99999999999999999999}"
            })
    void lengths_that_are_taken(String body) {
        cloud.guests.console = console("said\n");
        Answer answer = output(server, body);
        assertThat(answer.status()).as(answer.message()).isEqualTo(200);
        assertThat(answer.body().path("output").asText()).isEqualTo("said\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{\"length\": \"\"}",
                "{\"length\": \"ten\"}",
                "{\"length\": -2}",
                "{\"length\": 1.5}",
                "{\"length\": true}",
                "{\"length\": []}",
                "{\"lines\": 1}"
            })
    void lengths_that_are_none(String body) {
        assertThat(output(server, body).status()).isEqualTo(400);
    }

    @Test
    void what_no_terminal_shows_is_left_out() {
        assertThat(output(console("\u001b[1mred\u0007\r\ttab\nmüde\u0000"))
                        .body()
                        .path("output")
                        .asText())
                .isEqualTo("[1mred\ttab\nmüde");
    }

    @Test
    void a_guest_that_the_host_has_not_or_that_has_no_console() {
        Answer gone = output(new ConsoleAnswer(KnownGuests.id("host1"), false, null));
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.message()).isEqualTo("Instance " + server + " could not be found.");
        Answer none = output(console(null));
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.message()).isEqualTo("Guest does not have a console available.");
    }

    @Test
    void a_server_without_a_host_is_not_ready() {
        UUID waiting = cloud.booted(MEMBER, "waiting");
        for (Answer answer : List.of(output(waiting, "{}"), diagnostics(waiting, "2.48"))) {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.message()).isEqualTo("Instance " + waiting + " is not ready");
        }
    }

    @Test
    void what_is_no_answer_is_none() {
        List<HostAnswer> none = List.of(
                console("x".repeat(ConsoleAnswer.MOST + 1)), new ConsoleAnswer(UUID.randomUUID(), true, "another's"));
        none.forEach(said -> assertThat(output(said).status()).isEqualTo(503));
        cloud.guests.diagnostics = new DiagnosticsAnswer(
                KnownGuests.id("host1"),
                PowerState.RUNNING,
                new GuestDiagnostics(
                        "libvirt", "<script>", "linux", List.of(), List.of(), List.of(), 1, null, Map.of()));
        assertThat(diagnostics(server, "2.48").status()).isEqualTo(503);
    }

    /** Nothing answers there, as an agent of before, which does not know the question. */
    @Test
    void a_host_that_does_not_answer_is_away() {
        UUID silent = cloud.booted(MEMBER, "silent");
        cloud.land(silent, "cell1");
        cloud.cells
                .of("cell1")
                .servers()
                .settle(
                        silent,
                        1,
                        UUID.randomUUID(),
                        "host9",
                        "nova",
                        cloud.api.clock().instant());
        assertThat(output(silent, "{}").status()).isEqualTo(503);
        assertThat(diagnostics(silent, "2.1").status()).isEqualTo(503);
    }

    private static Answer diagnostics(UUID whose, String version) {
        return cloud.get(ADMIN, version, "/servers/" + whose + "/diagnostics");
    }

    private static Answer diagnostics(String version, @Nullable PowerState power, @Nullable GuestDiagnostics used) {
        cloud.guests.diagnostics = new DiagnosticsAnswer(KnownGuests.id("host1"), power, used);
        return diagnostics(server, version);
    }

    @Test
    void diagnostics_are_for_administrators() {
        assertThat(cloud.get(MEMBER, "2.48", "/servers/" + server + "/diagnostics")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void the_form_before_2_48() {
        Answer answer = diagnostics("2.47", PowerState.RUNNING, USED);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString())
                .isEqualTo("{\"cpu0_time\":17300000000,\"vda_read_req\":112,\"vda_read\":262144,\"vda_write_req\":488,"
                        + "\"vda_write\":5778432,\"vda_errors\":0,\"memory\":524288,\"memory-rss\":1000,\"tap1_rx\":2070,"
                        + "\"tap1_rx_packets\":26,\"tap1_rx_errors\":1,\"tap1_rx_drop\":2,\"tap1_tx\":1402,"
                        + "\"tap1_tx_packets\":6,\"tap1_tx_errors\":3,\"tap1_tx_drop\":4}");
    }

    @Test
    void the_form_since_2_48() {
        Answer answer = diagnostics("2.48", PowerState.RUNNING, USED);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("uptime").isIntegralNumber()).isTrue();
        assertThat(answer.body().toString().replaceFirst("\"uptime\":[0-9]+,", ""))
                .isEqualTo("{\"state\":\"running\",\"driver\":\"libvirt\",\"hypervisor\":\"kvm\","
                        + "\"hypervisor_os\":\"linux\",\"config_drive\":false,\"num_cpus\":1,\"num_nics\":2,"
                        + "\"num_disks\":1,\"disk_details\":[{\"read_bytes\":262144,\"read_requests\":112,"
                        + "\"write_bytes\":5778432,\"write_requests\":488,\"errors_count\":0}],"
                        + "\"cpu_details\":[{\"id\":0,\"time\":17300000000,\"utilisation\":null}],"
                        + "\"nic_details\":[{\"mac_address\":\"01:23:45:67:89:ab\",\"rx_octets\":2070,\"rx_errors\":1,"
                        + "\"rx_drop\":2,\"rx_packets\":26,\"rx_rate\":null,\"tx_octets\":1402,\"tx_errors\":3,"
                        + "\"tx_drop\":4,\"tx_packets\":6,\"tx_rate\":null},{\"mac_address\":\"01:23:45:67:89:ac\","
                        + "\"rx_octets\":null,\"rx_errors\":null,\"rx_drop\":null,\"rx_packets\":null,\"rx_rate\":null,"
                        + "\"tx_octets\":null,\"tx_errors\":null,\"tx_drop\":null,\"tx_packets\":null,"
                        + "\"tx_rate\":null}],\"memory_details\":{\"maximum\":512,\"used\":256}}");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RUNNING")
    void a_guest_that_does_not_run_has_no_diagnostics(PowerState power) {
        Answer answer = diagnostics("2.48", power, null);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.message())
                .isEqualTo("Cannot 'get_diagnostics' instance " + server + " while it is in power state "
                        + (power == PowerState.NOSTATE
                                ? "pending"
                                : power.name().toLowerCase(Locale.ROOT)));
    }

    @Test
    void a_hypervisor_that_counts_nothing_or_has_no_such_guest() {
        Answer unsupported = diagnostics("2.48", PowerState.RUNNING, null);
        assertThat(unsupported.status()).isEqualTo(501);
        assertThat(unsupported.message()).isEqualTo("The requested functionality is not supported.");
        assertThat(diagnostics("2.48", null, null).status()).isEqualTo(404);
    }
}
