package io.cellplane.standalone;

import io.cellplane.standalone.apart.ApartCloud;
import io.cellplane.standalone.apart.Lab;
import io.cellplane.standalone.apart.ProgramTable;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.cloud.CloudOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a lab, with the image of its guests in the image service. */
@Command(
        name = "up",
        description =
                "Starts a cloud apart on real hosts; it goes on when the command ends. Needs root and lab/install.",
        footer = "Each option may also be given in the environment: --api-port as CELLPLANE_API_PORT.")
final class LabUpCommand implements Callable<Integer> {
    /** What the guests' image is called in the image service. */
    static final String IMAGE = "guest";

    private static final int HOSTS = 2;

    @Mixin
    private final UpOptions given = new UpOptions();

    @Option(
            names = "--apart-storage",
            description = "hosts share no storage: a resize within a cell copies disks from host to host")
    private boolean storageApart;

    @Override
    public Integer call() {
        long begun = System.nanoTime();
        CloudOptions options = given.cloud(HOSTS);
        UpCommand.logTo(options);
        UpCommand.refuseRunning(options);
        Lab shared = Lab.in(LabCommand.scripts(), options.data());
        Lab lab = storageApart ? shared.withStorageApart() : shared;
        CompletableFuture<Path> image = CompletableFuture.supplyAsync(LabUpCommand::image);
        CloudFile cloud = ApartCloud.up(options, UpCommand.caches(), lab, new ProgressLines(System.out));
        try (ComputeClient client = ComputeClient.admin(cloud)) {
            client.publish(IMAGE, image.join());
        }
        ApartCommands.print(ProgramTable.in(options.data()).orElseThrow());
        UpCommand.say(cloud, options.data(), (System.nanoTime() - begun) / 1e9, "./cellplane lab down", "libvirt");
        System.out.println("  Image         " + IMAGE + "; in a host: "
                + String.join(" ", lab.inside("HOST").subList(1, 3)) + " virsh list");
        return 0;
    }

    /** Built where the one of before was made of something else. */
    private static Path image() {
        Path script = LabCommand.scripts().resolve("guest/build");
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
