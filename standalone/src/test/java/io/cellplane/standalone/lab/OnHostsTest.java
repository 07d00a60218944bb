package io.cellplane.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;

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
        return new OnHosts(Map.of(SERVER, HOST), Map.of(), Set.of()).wrong(List.of(host));
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
        assertThat(left()).containsExactly(HOST + " has the domain of " + SERVER, HOST + " has disks of " + SERVER);
    }

    @Test
    void a_server_without_a_guest_is_found() {
        assertThat(placed())
                .containsExactly(HOST + " lacks the domain of " + SERVER, HOST + " lacks disks of " + SERVER);
    }

    @Test
    void what_a_move_keeps_has_disks_and_no_domain() throws IOException {
        disks();
        assertThat(new OnHosts(Map.of(SERVER, "cell1-host2"), Map.of(SERVER, HOST), Set.of()).wrong(List.of(host)))
                .isEmpty();
    }

    @Test
    void what_nobody_knows_may_be_there_or_not() throws IOException {
        OnHosts unclear = new OnHosts(Map.of(), Map.of(), Set.of(SERVER));
        assertThat(unclear.wrong(List.of(host))).isEmpty();
        runs();
        assertThat(unclear.wrong(List.of(host))).isEmpty();
    }

    @Test
    void a_tap_that_no_guest_has_is_found() throws IOException {
        says("ip_-brief_link", "lo UNKNOWN\nvnet3 UNKNOWN\ntap1 UNKNOWN\n");
        assertThat(left()).containsExactly(HOST + " has the taps [vnet3, tap1] and 0 guests that run");
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
