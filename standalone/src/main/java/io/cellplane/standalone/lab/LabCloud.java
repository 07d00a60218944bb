package io.cellplane.standalone.lab;

import io.cellplane.embedded.Programs;
import io.cellplane.embedded.Progress;
import io.cellplane.embedded.ServerProcess;
import io.cellplane.embedded.TemporalServer;
import io.cellplane.standalone.Data;
import io.cellplane.standalone.Refused;
import io.cellplane.standalone.apart.ApartCloud;
import io.cellplane.standalone.apart.Lab;
import io.cellplane.standalone.apart.Launcher;
import io.cellplane.standalone.apart.Program;
import io.cellplane.standalone.apart.Program.Role;
import io.cellplane.standalone.apart.ProgramTable;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.cloud.CloudOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The cloud of a lab, with the image of its guests in the image service. */
public final class LabCloud {
    /** What the guests' image is called there. */
    public static final String IMAGE = "guest";

    private LabCloud() {}

    /** @throws Refused in one line, where this machine lacks anything for it */
    public static void refuseWithoutAll() {
        Lab.missing().ifPresent(what -> {
            throw new Refused(what);
        });
        for (String program : List.of(TemporalServer.PROGRAM, "nats-server")) {
            if (Programs.find(program).isEmpty()) {
                throw new Refused(program + " is not there: ./cellplane tools builds it");
            }
        }
    }

    /**
     * Starts all of it.
     *
     * @param caches where the caches of classes lie
     * @param environment further variables of our own processes, by what they do
     * @throws IllegalStateException when something does not come up; all is stopped again
     */
    public static CloudFile up(
            CloudOptions options,
            Path caches,
            Function<Role, Map<String, String>> environment,
            Consumer<Progress> progress) {
        return up(options, Lab.in(scripts(), options.data()), caches, environment, progress);
    }

    /** The same, of hosts that are as that lab has them. */
    public static CloudFile up(
            CloudOptions options,
            Lab lab,
            Path caches,
            Function<Role, Map<String, String>> environment,
            Consumer<Progress> progress) {
        CompletableFuture<Path> image = CompletableFuture.supplyAsync(LabCloud::imageFile);
        CloudFile cloud = ApartCloud.up(options, caches, lab, environment, progress);
        try (ComputeClient client = ComputeClient.admin(cloud)) {
            client.publish(IMAGE, image.join(), "qcow2");
        }
        return cloud;
    }

    /** Where the scripts lie that make hosts. */
    public static Path scripts() {
        return Data.home().resolveSibling("lab");
    }

    /** Whether this cloud's hosts are those of a lab. */
    public static boolean isLab(CloudFile cloud) {
        return ProgramTable.in(cloud.data())
                .filter(table -> !table.of(Role.FABRIC).isEmpty())
                .isPresent();
    }

    /**
     * Ends all of it, and looks.
     *
     * @return what is still there; empty as it should be
     */
    public static List<String> down(CloudFile cloud) {
        ProgramTable table = ProgramTable.in(cloud.data()).orElseThrow();
        String card = Lab.card(table.of(Role.FABRIC).getFirst());
        table.stop(_ -> {});
        CloudFile.remove(cloud.data());
        List<String> left = new ArrayList<>(table.programs().stream()
                .filter(program -> Launcher.find(program).isPresent())
                .map(program -> "process " + program.name())
                .toList());
        if (isThere(card)) {
            left.add("card " + card);
        }
        return left;
    }

    private static boolean isThere(String card) {
        try {
            return NetworkInterface.getByName(card) != null;
        } catch (SocketException unknown) {
            return true;
        }
    }

    /** A host loses its power, with all that runs there, and is switched on again. */
    public static void reboot(ProgramTable table, String host, Duration ready) {
        List<Program> all = Stream.of("host-", "libvirtd-", "compute-")
                .map(what -> table.named(what + host))
                .toList();
        Launcher.find(all.getFirst()).ifPresent(ServerProcess::kill);
        Lab.awaitOff(all);
        all.forEach(Launcher::start);
        all.forEach(program -> Launcher.awaitReady(program, ready));
    }

    /** The guests' image, qcow2; built where the one of before was made of something else. */
    public static Path imageFile() {
        Path script = scripts().resolve("guest/build");
        try {
            Process build = new ProcessBuilder(
                            script.toString(), Data.home().resolve("lab/images").toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String path = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (build.waitFor() != 0) {
                throw new IllegalStateException("the guests' image could not be built by " + script);
            }
            return Path.of(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
