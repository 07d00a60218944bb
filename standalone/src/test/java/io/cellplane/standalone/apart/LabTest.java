package io.cellplane.standalone.apart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts of a lab, and the guest that the lab builds. */
class LabTest {
    private static final Path SCRIPTS = Path.of("..", "lab");
    private static final Path IMAGES = Path.of("..", ".cellplane", "lab", "images");
    private static final Duration READY = Duration.ofSeconds(20);
    private static final List<String> HOSTS = List.of("red", "blue");
    private static final String MAC = "52:54:00:00:00:01";

    @TempDir
    Path data;

    private final List<Program> programs = new ArrayList<>();
    private Lab lab = new Lab(SCRIPTS, Path.of("nowhere"), 0);

    @BeforeEach
    void switch_on() {
        Lab.missing().ifPresent(what -> assumeTrue(false, what));
        lab = Lab.in(SCRIPTS, data);
        programs.add(lab.fabric(log("fabric")));
        for (String host : HOSTS) {
            programs.add(lab.host(host, number(host), data.resolve("instances"), log("host-" + host)));
            programs.add(lab.libvirtd(host, number(host), log("libvirtd-" + host)));
        }
        programs.forEach(Launcher::start);
        programs.forEach(program -> Launcher.awaitReady(program, READY));
    }

    @AfterEach
    void switch_off() {
        new ProgramTable(programs).stop(_ -> {});
    }

    @Test
    void a_guest_moves_alive_from_host_to_host() throws IOException {
        makeDisk();
        reserve("10.0.7.8");
        in("red", "virsh", "create", domain());
        awaitConsole("red", "cellplane: address 10.0.7.8 on");
        in("red", "virsh", "migrate", "--live", "--unsafe", "guest", "qemu+tcp://" + lab.addressOf(2) + "/system");
        assertThat(in("red", "virsh", "list", "--name").strip()).isEmpty();
        assertThat(in("red", "ip", "-br", "link")).doesNotContain("vnet");
        assertThat(in("blue", "virsh", "list", "--name").strip()).isEqualTo("guest");
        in("blue", "virsh", "shutdown", "guest");
        awaitConsole("blue", "cellplane: off");
    }

    private void reserve(String address) throws IOException {
        Files.writeString(lab.dhcp().resolve("ports/one"), MAC + "," + address + "\n");
        Files.writeString(lab.dhcp().resolve("changed"), "\n", StandardOpenOption.WRITE);
    }

    @Test
    @EnabledIfSystemProperty(named = "cellplane.lab", matches = "all")
    void what_a_guest_has_written_outlives_its_hosts_loss_of_power() throws IOException {
        makeDisk();
        in("blue", "virsh", "create", domain());
        awaitConsole("blue", "cellplane: ready");
        // Who hangs up at once is not heard.
        try (OutputStream console = Files.newOutputStream(
                Path.of(in("blue", "virsh", "ttyconsole", "guest").strip()))) {
            console.write("marker blue\n".getBytes(UTF_8));
            awaitConsole("blue", "cellplane: marked blue");
        }
        reboot("blue");
        in("blue", "virsh", "create", domain());
        awaitConsole("blue", "cellplane: boot 2 of blue");
    }

    @Test
    void a_lost_fabric_is_found_again_by_hosts_that_are_rebooted() {
        Program fabric = programs.getFirst();
        Launcher.find(fabric).orElseThrow().kill();
        await().untilAsserted(() -> assertThat(cards()).doesNotContain(card()));
        Launcher.start(fabric);
        Launcher.awaitReady(fabric, READY);
        reboot("red");
        in("red", "busybox", "ping", "-c", "1", "-W", "5", lab.address());
    }

    @Test
    void what_is_off_leaves_nothing_behind() throws IOException {
        makeDisk();
        in("blue", "virsh", "create", domain());
        switch_off();
        await().untilAsserted(() -> {
            assertThat(commandsThatName(data)).isEmpty();
            assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(data.toString());
            assertThat(cards()).doesNotContain(card());
        });
    }

    private void reboot(String host) {
        int first = 2 * number(host) - 1;
        List<Program> all = programs.subList(first, first + 2);
        Launcher.find(all.getFirst()).orElseThrow().kill();
        Lab.awaitOff(all);
        all.forEach(Launcher::start);
        all.forEach(program -> Launcher.awaitReady(program, READY));
    }

    private String card() {
        return "cellplane-" + lab.number();
    }

    private static List<String> cards() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .map(NetworkInterface::getName)
                .toList();
    }

    private static List<String> commandsThatName(Path folder) {
        return ProcessHandle.allProcesses()
                .map(process -> Path.of("/proc", "" + process.pid(), "cmdline"))
                .map(LabTest::readOrNothing)
                .filter(line -> line.contains(folder.toString()))
                .toList();
    }

    private static String readOrNothing(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException gone) {
            return "";
        }
    }

    private void makeDisk() {
        String image = run(SCRIPTS.resolve("guest/build").toString(), IMAGES.toString(), "cloud-amd64")
                .strip();
        run(
                "qemu-img",
                "convert",
                "-O",
                "qcow2",
                image,
                data.resolve("instances/disk").toString());
    }

    private String domain() throws IOException {
        return Files.writeString(data.resolve("guest.xml"), """
                <domain type='qemu'>
                  <name>guest</name><uuid>0c7e9f5c-3f1c-4c7e-9d43-0e4c6a2c6f10</uuid>
                  <memory unit='MiB'>128</memory><vcpu>1</vcpu>
                  <os><type arch='x86_64'>hvm</type></os><features><acpi/></features>
                  <devices>
                    <disk type='file'>
                      <driver name='qemu' type='qcow2'/><target dev='vda'/>
                      <source file='/var/lib/libvirt/instances/disk'/>
                    </disk>
                    <interface type='bridge'>
                      <mac address='%s'/><source bridge='%s'/><model type='virtio'/>
                    </interface>
                    <console type='pty'><log file='/var/log/libvirt/console' append='on'/></console>
                  </devices>
                </domain>
                """.formatted(MAC, Lab.BRIDGE))
                .toString();
    }

    private void awaitConsole(String host, String words) {
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        readOrNothing(lab.folder(host).resolve("log/console")).contains(words));
    }

    private String in(String host, String... command) {
        List<String> words = new ArrayList<>(lab.inside(host));
        words.addAll(List.of(command));
        return run(words.toArray(String[]::new));
    }

    private String run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(data.resolve("errors").toFile())
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor())
                    .as("%s: %s", String.join(" ", command), readOrNothing(data.resolve("errors")))
                    .isZero();
            return said;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int number(String host) {
        return HOSTS.indexOf(host) + 1;
    }

    private Path log(String name) {
        return data.resolve(name + ".log");
    }
}
