package io.cellplane.compute.hypervisor.libvirt;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A libvirt of the tests' own: its daemons see their folders where every libvirt has them, and nobody else does. Everything
 * that it has started ends with it.
 */
public final class TestLibvirt implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(60);
    /** What QEMU can is found out once; it takes seconds. */
    private static final Path KNOWN = Path.of("target", "libvirt-cache").toAbsolutePath();

    private static final String HERE = """
            set -e
            for each in run:/run etc:/etc lib:/var/lib log:/var/log; do
                mkdir -p "${each#*:}/libvirt"
                mount --bind "$0/${each%%:*}" "${each#*:}/libvirt"
            done
            mkdir -p /var/cache/libvirt
            mount --bind "$1" /var/cache/libvirt
            """;
    private static final String LOGS = """
            virtlogd -d -p "$0/virtlogd.pid" -f /etc/libvirt/virtlogd.conf
            virtlockd -d -p "$0/virtlockd.pid" -f /etc/libvirt/virtlockd.conf
            """;
    private static final String DAEMON = """
            exec libvirtd -p "$0/libvirtd.pid" -f /etc/libvirt/libvirtd.conf
            """;

    /** This machine's name, as libvirt tells it. */
    static final String HOST = hostname();

    private static @Nullable TestLibvirt shared;

    private static final String PREFIX = "cellplane-libvirt-";
    private static final String OWNER = "owner";
    /** As many of a machine's ports for one libvirt: two that look for a free one at once find the same. */
    private static final int SCREENS = 50;

    private final Path folder;
    private Process daemon;

    private TestLibvirt(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(
                folder.resolve(OWNER), String.valueOf(ProcessHandle.current().pid()));
        for (String each : List.of("run", "etc/qemu", "lib/qemu", "log/qemu")) {
            Files.createDirectories(folder.resolve(each));
        }
        Files.createDirectories(KNOWN);
        long screens = 6000 + ProcessHandle.current().pid() % 500 * SCREENS;
        Files.writeString(folder.resolve("etc/qemu.conf"), """
                cgroup_controllers = []
                namespaces = []
                user = "root"
                group = "root"
                security_driver = "none"
                remember_owner = 0
                remote_display_port_min = %d
                remote_display_port_max = %d
                """.formatted(screens, screens + SCREENS - 1));
        Files.writeString(
                folder.resolve("etc/libvirtd.conf"), """
                auth_unix_rw = "none"
                host_uuid = "%s"
                log_outputs = "3:file:%s"
                """.formatted(UUID.randomUUID(), folder.resolve("libvirtd.log")));
        Files.writeString(folder.resolve("etc/virtlogd.conf"), "max_size = 65536\nmax_backups = 1\n");
        Files.writeString(folder.resolve("etc/virtlockd.conf"), "");
        daemon = start(HERE + LOGS + DAEMON);
    }

    /** Skips the tests where it cannot be. */
    public static void assume() {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "guests are not tried: a libvirt of our own needs root");
        for (String program :
                List.of("libvirtd", "virtlogd", "virtlockd", "qemu-system-x86_64", "qemu-img", "unshare")) {
            Assumptions.assumeTrue(
                    Stream.of("/usr/sbin", "/usr/bin", "/bin", "/sbin")
                            .anyMatch(place -> Files.isExecutable(Path.of(place, program))),
                    "guests are not tried: there is no " + program);
        }
    }

    /** One for all tests of the process. */
    static synchronized TestLibvirt shared() {
        if (shared == null) {
            TestLibvirt started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            shared = started;
        }
        return shared;
    }

    private static String hostname() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }

    private static TestLibvirt start() {
        assume();
        try {
            endOrphans();
            TestLibvirt libvirt = new TestLibvirt(Files.createTempDirectory(PREFIX));
            libvirt.awaitSocket();
            return libvirt;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start(String script) throws IOException {
        return new ProcessBuilder(
                        "unshare",
                        "-m",
                        "--propagation",
                        "private",
                        "bash",
                        "-c",
                        script,
                        folder.toString(),
                        KNOWN.toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()))
                .start();
    }

    private void awaitSocket() {
        await().atMost(LONG)
                .until(() -> Files.exists(folder.resolve("libvirtd.pid"))
                        && Files.exists(folder.resolve("run/libvirt-sock")));
    }

    String uri() {
        return "qemu+unix:///system?socket=" + folder.resolve("run/libvirt-sock");
    }

    /** kill -9; guests go on. */
    void killDaemon() throws IOException, InterruptedException {
        daemon.destroyForcibly().waitFor();
        Files.deleteIfExists(folder.resolve("run/libvirt-sock"));
        Files.deleteIfExists(folder.resolve("libvirtd.pid"));
    }

    void startDaemon() throws IOException {
        daemon = start(HERE + DAEMON);
        awaitSocket();
    }

    /** It takes connections and answers nobody. */
    void hang() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(daemon.pid()))
                .start()
                .waitFor();
    }

    /** As if QEMU had broken down: nobody tells libvirt. */
    void killGuest(UUID server) throws IOException {
        long pid = pid(folder.resolve("run/qemu/instance-" + server + ".pid")).orElseThrow();
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        try {
            signal("CONT");
            daemon.destroyForcibly().waitFor();
            end(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What tests have left that were killed themselves. */
    private static void endOrphans() throws IOException {
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), PREFIX + "*")) {
            for (Path folder : folders) {
                boolean lives = pid(folder.resolve(OWNER))
                        .flatMap(ProcessHandle::of)
                        .filter(ProcessHandle::isAlive)
                        .isPresent();
                if (!lives) {
                    end(folder);
                }
            }
        }
    }

    private static void end(Path folder) throws IOException {
        pids(folder)
                .forEach(pid -> ProcessHandle.of(pid).ifPresent(process -> {
                    process.destroyForcibly();
                    process.onExit().join();
                }));
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    /** Of its guests and its other daemons. */
    private static List<Long> pids(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".pid"))
                    .map(TestLibvirt::pid)
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    private static Optional<Long> pid(Path file) {
        try {
            return Optional.of(Long.valueOf(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
