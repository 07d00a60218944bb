package io.cellplane.standalone.apart;

import io.cellplane.embedded.ServerProcess;
import io.cellplane.standalone.Data;
import io.cellplane.standalone.Refused;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.CloudSecrets;
import io.cellplane.standalone.cloud.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's Keystone, Glance and Neutron, which {@code neighbours/run} runs beside a cloud: one program. */
public final class DebianServices implements AutoCloseable {
    /** The first start makes their tables. */
    static final Duration START = Duration.ofMinutes(10);

    private static final List<String> ALONE =
            List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--");

    private final Program program;

    private DebianServices(Program program) {
        this.program = program;
    }

    /**
     * Starts them for a cloud of one process, on the loopback address.
     *
     * @param options with every port known
     * @throws Refused in one line, where they are not installed or cannot be run
     * @throws IllegalStateException when they do not come up
     */
    public static DebianServices start(CloudOptions options) {
        Path run = options.data().resolve("run");
        DebianServices services = new DebianServices(program(options, "127.0.0.1", metadata(options), run));
        Launcher.start(services.program);
        try {
            Launcher.awaitReady(services.program, START);
        } catch (RuntimeException e) {
            services.close();
            throw e;
        }
        return services;
    }

    /** Ends at once those that a cloud which was killed has left on these data: unshare lets no other end through. */
    public static void stopLeft(CloudOptions options) {
        ServerProcess.find(List.of(script(), folder(options))).ifPresent(ServerProcess::kill);
    }

    /** @throws Refused in one line, where they are not installed or cannot be run */
    public static void refuseWithoutAll() {
        for (String file : List.of("/usr/bin/keystone-manage", "/usr/bin/glance-api", "/usr/bin/neutron-server")) {
            if (!new File(file).exists()) {
                throw new Refused(file + " is not there: neighbours/install brings Debian 12's services, as root");
            }
        }
        if (!isRoot()) {
            throw new Refused("--openstack runs Debian's services in namespaces of their own, and needs root");
        }
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException none) {
            return false;
        }
    }

    /**
     * The program; it is ready when they have all that a cloud needs.
     *
     * @param options with every port known
     * @param address what they listen on
     * @param metadata where the metadata processes of the cells are there
     * @param run where its log lies
     */
    static Program program(CloudOptions options, String address, String metadata, Path run) {
        CloudSecrets secrets = new CloudSecrets(options.data().resolve("secrets"));
        secrets.users();
        secrets.metadata();
        Ports at = options.ports();
        List<String> command = new ArrayList<>(List.of("bash", script(), folder(options)));
        command.addAll(List.of(secrets.folder().toString(), address));
        command.addAll(List.of("" + at.identity(), "" + at.image(), "" + at.network()));
        command.add("http://" + address + ":" + at.api() + "/v2.1");
        command.add(metadata);
        for (String cell : options.cellNames()) {
            command.addAll(CellHosts.names(cell, options.hosts()));
        }
        return new Program(
                "services",
                Program.Role.SERVICES,
                ALONE,
                command,
                Map.of(),
                at.network(),
                "file:" + folder(options) + "/ready",
                run.resolve("services.log"));
    }

    private static String metadata(CloudOptions options) {
        return new MetadataProcesses(options, new CloudSecrets(options.data().resolve("secrets")), "127.0.0.1").at();
    }

    private static String folder(CloudOptions options) {
        return options.data().resolve("openstack").toString();
    }

    private static String script() {
        return Data.home().resolveSibling("neighbours").resolve("run").toString();
    }

    @Override
    public void close() {
        Launcher.find(program).ifPresent(ServerProcess::stop);
    }
}
