package io.cellplane.trials.lab;

import io.cellplane.standalone.apart.Program.Role;
import io.cellplane.standalone.lab.LabCloud;
import io.cellplane.standalone.lab.LabHost;
import io.cellplane.trials.kill.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What goes wrong where guests are real. */
final class Troubles {
    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration SEEN = Duration.ofMinutes(2);
    private static final String ACTIVE = "ACTIVE";
    private static final String OFF = "SHUTOFF";
    /** Power states as the API has them. */
    private static final int RUNNING = 1;

    private static final int SHUT_DOWN = 4;
    private static final String LARGE = "large";
    private static final int MIB = 1 << 20;
    private static final int LARGE_MIB = 512;

    private final Stage stage;
    private final String flavor;
    private final Random random;

    Troubles(Stage stage, String flavor, Random random) {
        this.stage = stage;
        this.flavor = flavor;
        this.random = random;
    }

    /** A host loses its power with one guest that runs and one that does not. */
    void hostRebooted() {
        String host = "cell1-host1";
        stage.play("host rebooted", () -> {
            Subject runs = Subject.boot(stage, "runs", flavor, LabCloud.IMAGE, "", "nova:" + host);
            Subject rests = Subject.boot(stage, "rests", flavor, LabCloud.IMAGE, "", "nova:" + host);
            runs.await(ACTIVE);
            runs.up();
            rests.await(ACTIVE);
            rests.up();
            rests.act("os-stop", OFF);
            LabCloud.reboot(stage.fleet().table(), host, READY);
            must("what is shown is what is there", Until.within(SEEN, () -> agrees(runs) && agrees(rests)));
            must("who rested rests", rests.status().equals(OFF));
            String shown = runs.status() + ", " + runs.state();
            switchOn(runs);
            String up = runs.up();
            rests.act("os-start", ACTIVE);
            rests.up();
            runs.delete();
            rests.delete();
            return "who ran is shown " + shown + ", then " + up + "; who rested still does, and starts";
        });
    }

    /** Whether users are shown what libvirt has: the power state, whatever status goes with it. */
    private static boolean agrees(Subject guest) {
        return switch (guest.state()) {
            case "running" -> guest.power() == RUNNING && guest.isIdle();
            case "shut off" -> guest.power() == SHUT_DOWN && guest.isIdle();
            default -> false;
        };
    }

    /** As a user does who finds it off. */
    private static void switchOn(Subject guest) {
        if (guest.status().equals(OFF)) {
            guest.act("os-start", ACTIVE);
        } else if (guest.power() != RUNNING) {
            guest.act("reboot", "type", "HARD", ACTIVE);
        }
    }

    void deafGuest() {
        stage.play("guest ignores its button", () -> {
            Subject deaf = Subject.boot(stage, "deaf", flavor, LabCloud.IMAGE, "power-button=ignored\n", "");
            deaf.await(ACTIVE);
            deaf.up();
            long begun = System.nanoTime();
            deaf.act("os-stop", OFF);
            long seconds = (System.nanoTime() - begun) / 1_000_000_000;
            must("it did not go by itself", deaf.wentItself() == 0);
            must("it is off", deaf.state().equals("shut off"));
            deaf.act("os-start", ACTIVE);
            String up = deaf.up();
            deaf.delete();
            return "switched off after " + seconds + " s, then " + up;
        });
    }

    /** Killed while a host has got a part of an image's data, and started again. */
    void imageServiceAway() {
        stage.play("image service away", () -> {
            List<String> hosts =
                    LabHost.all(stage.cloud()).stream().map(LabHost::name).toList();
            String host = hosts.get(random.nextInt(hosts.size()));
            Path file = large();
            stage.client().publish(LARGE, file, "raw");
            Subject guest = Subject.boot(stage, "patient", flavor, LARGE, "", "nova:" + host);
            var services = stage.fleet().table().of(Role.SERVICES);
            Path images = LabHost.of(stage.cloud(), host).disks().resolve("images");
            long[] got = new long[1];
            Until.soon(SEEN, () -> {
                got[0] = partly(images);
                return got[0] > 0;
            });
            services.forEach(stage.fleet()::suspend);
            long have = partly(images);
            must("it was in the middle: " + have, have > 0 && have < (long) LARGE_MIB * MIB);
            stage.fleet().kill(services);
            Until.pause(Duration.ofSeconds(5));
            must("it waits", guest.status().equals("BUILD"));
            stage.fleet().start(services);
            guest.await(ACTIVE);
            String up = guest.up();
            guest.delete();
            return "killed when " + have / MIB + " of " + LARGE_MIB + " MiB were there; when it was back, " + up;
        });
    }

    /** The guests' image, raw, and so much behind it that fetching it takes a while. */
    private Path large() {
        Path file = stage.cloud().data().resolve("large.raw");
        try {
            Process convert = new ProcessBuilder(
                            "qemu-img",
                            "convert",
                            "-O",
                            "raw",
                            LabCloud.imageFile().toString(),
                            file.toString())
                    .inheritIO()
                    .start();
            must("qemu-img makes it raw", convert.waitFor() == 0);
            byte[] block = new byte[MIB];
            try (var more = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
                for (long size = Files.size(file); size < (long) LARGE_MIB * MIB; size += MIB) {
                    random.nextBytes(block);
                    more.write(block);
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** How much there is of what is being fetched. */
    private static long partly(Path images) {
        if (!Files.isDirectory(images)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(images)) {
            return all.filter(file -> file.toString().endsWith(".part"))
                    .mapToLong(file -> file.toFile().length())
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void must(String what, boolean it) {
        if (!it) {
            throw new IllegalStateException("it is not so that " + what);
        }
    }
}
