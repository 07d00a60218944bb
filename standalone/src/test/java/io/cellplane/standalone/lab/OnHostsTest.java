package io.cellplane.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.standalone.apart.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts whose virsh and ip are a script that says what stands in files. */
class OnHostsTest {
    private static final UUID SERVER = UUID.fromString("0c7e9f5c-3f1c-4c7e-9d43-0e4c6a2c6f10");
    private static final String HOST = "cell1-host1";
    private static final Map<UUID, Set<String>> PORTS = Map.of(SERVER, Set.of("5253aec9-06bd-4a4c-a2a1-4a0c8b1f6a11"));

    @TempDir
    Path folder;

    private LabHost host = new LabHost(HOST, List.of(), Path.of("nowhere"));

    @BeforeEach
    void make() throws IOException {
        Path script = Files.writeString(folder.resolve("inside"), """
                cat "%s/$(echo "$@" | tr ' ' _)"
                """.formatted(folder));
        host = new LabHost(HOST, List.of("sh", script.toString()), folder.resolve("disks"));
        Files.createDirectories(host.disks().resolve("images"));
        says("virsh_list_--all_--uuid", "");
        says("virsh_list_--uuid", "");
        says("ip_-brief_link", "lo UNKNOWN\nbr-guests UP\neth1@if7 UP\n");
    }

    private void says(String command, String what) throws IOException {
        Files.writeString(folder.resolve(command), what);
    }

    private void runs() throws IOException {
        says("virsh_list_--all_--uuid", SERVER + "\n\n");
        says("virsh_list_--uuid", SERVER + "\n\n");
        says("ip_-brief_link", "lo UNKNOWN\ntap5253aec9-06 UNKNOWN\n");
        disks();
    }

    private void disks() throws IOException {
        Files.createDirectories(host.disks()
                .resolve(SERVER.toString())
                .resolve(UUID.randomUUID().toString()));
    }

    private List<String> placed() {
        return new OnHosts(Map.of(SERVER, HOST), Map.of(), Set.of(), PORTS).wrong(List.of(host));
    }

    private List<String> left() {
        return OnHosts.left(List.of(host));
    }

    @Test
    void a_guest_where_its_server_is_is_as_it_must_be() throws IOException {
        runs();
        assertThat(placed()).isEmpty();
    }

    @Test
    void a_guest_of_no_server_is_found_with_all_that_it_has() throws IOException {
        runs();
        assertThat(left())
                .containsExactly(
                        HOST + " has the domain of " + SERVER,
                        HOST + " has disks of " + SERVER,
                        HOST + " has the taps [tap5253aec9-06] instead of []");
    }

    @Test
    void a_server_without_a_guest_is_found() {
        assertThat(placed())
                .containsExactly(HOST + " lacks the domain of " + SERVER, HOST + " lacks disks of " + SERVER);
    }

    @Test
    void what_a_move_keeps_has_disks_and_no_domain() throws IOException {
        disks();
        assertThat(new OnHosts(Map.of(SERVER, "cell1-host2"), Map.of(SERVER, HOST), Set.of(), PORTS)
                        .wrong(List.of(host)))
                .isEmpty();
    }

    @Test
    void what_nobody_knows_may_be_there_or_not() throws IOException {
        OnHosts unclear = new OnHosts(Map.of(), Map.of(), Set.of(SERVER), Map.of());
        assertThat(unclear.wrong(List.of(host))).isEmpty();
        runs();
        assertThat(unclear.wrong(List.of(host))).isEmpty();
    }

    @Test
    void a_tap_that_no_guest_has_is_found() throws IOException {
        says("ip_-brief_link", "lo UNKNOWN\nvnet3 UNKNOWN\ntap1 UNKNOWN\n");
        assertThat(left()).containsExactly(HOST + " has the taps [tap1, vnet3] instead of []");
    }

    @Test
    void a_guest_that_runs_has_a_tap_for_each_port_of_its_server() throws IOException {
        runs();
        says("ip_-brief_link", "lo UNKNOWN\n");
        assertThat(placed()).containsExactly(HOST + " has the taps [] instead of [tap5253aec9-06]");
        says("ip_-brief_link", "tap5253aec9-06 UNKNOWN\ntap77777777-77 UNKNOWN\n");
        assertThat(placed())
                .containsExactly(HOST + " has the taps [tap5253aec9-06, tap77777777-77] instead of [tap5253aec9-06]");
    }

    @Test
    void disks_are_looked_for_where_the_host_has_its_storage() {
        Lab lab = new Lab(Path.of("lab"), folder, 0);
        assertThat(Lab.instances(lab.host(HOST, 1, folder.resolve("own"), folder.resolve("log"))))
                .isEqualTo(folder.resolve("own"));
    }

    @Test
    void what_is_half_done_or_strange_is_found() throws IOException {
        Files.createFile(host.disks().resolve("images/x.raw.1.part"));
        Files.createFile(host.disks().resolve("core"));
        assertThat(left())
                .containsExactlyInAnyOrder(
                        HOST + " has core among its disks", HOST + " has a half-done file images/x.raw.1.part");
    }
}
