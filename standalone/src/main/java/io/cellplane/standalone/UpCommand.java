package io.cellplane.standalone;

import io.cellplane.embedded.DataLock;
import io.cellplane.embedded.EmbeddedTemporal;
import io.cellplane.process.Parts;
import io.cellplane.standalone.apart.ApartCloud;
import io.cellplane.standalone.apart.DebianServices;
import io.cellplane.standalone.apart.ProgramTable;
import io.cellplane.standalone.cloud.Cloud;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.CloudsYaml;
import io.cellplane.standalone.cloud.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts a cloud, says how to use it, and stays until it is told to stop. */
@Command(
        name = "up",
        description = "Starts a cloud, says how to use it, and stays until it is told to stop.",
        footer = "Each option may also be given in the environment: --api-port as CELLPLANE_API_PORT.")
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private final UpOptions given = new UpOptions();

    @Override
    public Integer call() {
        CloudOptions options = given.cloud();
        long begun = System.nanoTime();
        if (given.openstack) {
            DebianServices.refuseWithoutAll();
        }
        if (given.apart) {
            return apart(options, begun);
        }
        logTo(options); // before anything may log
        Parts parts = new Parts();
        Cloud cloud = start(options, parts, System.out);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println("\nStopping ...");
            parts.close();
            System.out.println("Stopped; the data stay in " + options.data() + ".");
            System.out.flush();
            stopped.countDown();
        }));
        CloudFile file = cloud.file();
        say(file, options.data(), (System.nanoTime() - begun) / 1e9, "Ctrl-C, or kill " + file.pid(), "simulated");
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** Beside what is built: a new build makes new ones. */
    public static Path caches() {
        return Path.of(System.getProperty(
                "cellplane.caches", Data.home().resolve("caches").toString()));
    }

    static void logTo(CloudOptions options) {
        System.setProperty("cellplane.log", options.data().resolve("cloud.log").toString());
        System.setProperty("logback.configurationFile", "logback-standalone.xml");
    }

    private static int apart(CloudOptions options, long begun) {
        refuseRunning(options);
        CloudFile cloud = ApartCloud.up(options, caches(), _ -> Map.of(), new ProgressLines(System.out));
        ApartCommands.print(ProgramTable.in(options.data()).orElseThrow());
        say(cloud, options.data(), (System.nanoTime() - begun) / 1e9, "./cellplane stop", "simulated");
        return 0;
    }

    /** A cloud that others can find, closed with these parts. @throws IllegalStateException with words for a person */
    private static Cloud start(CloudOptions options, Parts parts, PrintStream out) {
        logTo(options);
        refuseRunning(options);
        try {
            if (isDebian(options)) {
                out.println(
                        "Starting Keystone, Glance and Neutron; the first time they make their tables (minutes) ...");
                parts.add(DebianServices.start(options));
            }
            Cloud cloud = parts.add(Cloud.start(options, new ProgressLines(out)));
            cloud.announce();
            return cloud;
        } catch (DataLock.DataInUse e) {
            parts.close();
            throw new IllegalStateException(e.getMessage() + " Stop it first, or give another folder with --data.", e);
        } catch (RuntimeException | Error e) {
            parts.close();
            throw e;
        }
    }

    private static boolean isDebian(CloudOptions options) {
        return options.elsewhere() != null && options.elsewhere().debian();
    }

    static void refuseRunning(CloudOptions options) {
        refuseUnusable(options.data());
        CloudFile.running(options.data()).ifPresent(running -> {
            throw new IllegalStateException("a cloud runs already in " + options.data() + ": process " + running.pid()
                    + ", its API is " + running.apiUrl());
        });
        if (isDebian(options)) {
            DebianServices.stopLeft(options);
        }
        refuseTakenPorts(options);
    }

    /** @throws Refused when the data cannot lie there */
    private static void refuseUnusable(Path data) {
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new Refused("no data can lie in " + data + ", which is no folder and cannot become one");
        }
    }

    /** What a cloud that was killed has left here holds ports that are its own: its start stops it. */
    static void refuseTakenPorts(CloudOptions options) {
        Ports ports = options.ports();
        List<String> taken = new ArrayList<>();
        check(taken, ports.api(), "the compute API", "--api-port");
        ports.metadata(options.cells()).forEach(port -> check(taken, port, "a cell's metadata", "--metadata-port"));
        if (options.elsewhere() == null || isDebian(options)) {
            check(taken, ports.identity(), "the identity service", "--identity-port");
            check(taken, ports.image(), "the image service", "--image-port");
            check(taken, ports.network(), "the network service", "--network-port");
        }
        if (System.getenv("TEMPORAL_ADDRESS") == null && !EmbeddedTemporal.isLeftRunning(options.temporalData())) {
            check(taken, ports.temporal(), "Temporal", "--temporal-port");
            check(taken, ports.temporalUi(), "Temporal's web UI", "--temporal-ui-port");
        }
        if (!taken.isEmpty()) {
            throw new Refused(String.join("\n           ", taken) + "\n           or take any: --free-ports");
        }
    }

    private static void check(List<String> taken, int port, String what, String option) {
        if (port == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            taken.add("port " + port + " for " + what + " is taken by another program: choose one with " + option);
        }
    }

    /** @param kind of the hosts */
    static void say(CloudFile cloud, Path data, double seconds, String stop, String kind) {
        System.out.printf("""

                The cloud is up after %.1f s.
                  Compute API   %s
                  Use it        export OS_CLIENT_CONFIG_FILE=%s OS_CLOUD=cellplane
                                openstack server list        (OS_CLOUD=demo is a member without the admin role)
                  Services      identity %s, image %s, network %s
                  %s
                  Temporal UI   %s
                  Cells         %s with %d %s hosts each
                  Metadata      %s
                  Data          %s
                  Stop          %s
                """.formatted(
                        seconds,
                        cloud.apiUrl(),
                        CloudsYaml.in(data),
                        cloud.identityUrl(),
                        Objects.requireNonNullElse(cloud.services().imageUrl(), "as its catalogue says"),
                        Objects.requireNonNullElse(cloud.services().networkUrl(), "too"),
                        cloud.temporalSentence(),
                        cloud.temporalUi() == null ? "none" : cloud.temporalUi(),
                        String.join(", ", cloud.cells()),
                        cloud.hosts(),
                        kind,
                        String.join(", ", cloud.metadata().values()),
                        data,
                        stop));
        System.out.flush();
    }
}
