package io.cellplane.compute.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.bus.Wire;
import io.cellplane.compute.disk.KilledMaking.Orders;
import io.cellplane.contracts.host.BaseImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kill -9 at any moment of a making: what has a name is whole, what has none is swept, and the next one goes on. */
class KilledMakingTest {
    private static final byte[] RAW = Disk.raw(4 * Disk.MIB, "the image's words");
    private static final int MOMENTS = 2;

    @TempDir
    Path folder;

    @BeforeAll
    static void tools() {
        Disk.needsQemuImg();
    }

    private void makeAndKill(Path orders, int millis) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledMaking.class.getName(),
                        orders.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Awaitility.await().until(() -> Files.readString(log).contains("begins"));
            assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS))
                    .as(Files.readString(log))
                    .isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatever_it_was_doing_the_next_one_goes_on(boolean raw) throws IOException, InterruptedException {
        long seed = Long.getLong("cellplane.seed", System.nanoTime());
        System.out.println("cellplane.seed=" + seed);
        Random random = new Random(seed);
        try (Hosts hosts = new Hosts(folder.resolve("instances"))) {
            BaseImage image = hosts.images.base(Disk.as("qcow2", RAW, folder, "-c"), "qcow2");
            List<UUID> servers = List.of(UUID.randomUUID(), UUID.randomUUID());
            Orders orders = new Orders(hosts.instances.toString(), image, servers, raw);
            Path file = Files.write(folder.resolve("orders"), Wire.encode(orders));
            hosts.root(raw ? DiskSettings.Root.RAW : DiskSettings.Root.OVERLAY);
            for (int moment = 0; moment < MOMENTS; moment++) {
                makeAndKill(file, random.nextInt(700));
                try (HostDisks host = hosts.open("h")) {
                    for (UUID server : servers) {
                        goesOn(host, server, image);
                    }
                    cacheIsWhole(hosts);
                    if (random.nextBoolean()) {
                        removed(host, servers);
                    }
                }
            }
        }
    }

    /** Or empty: raw disks need it no more once they are made. */
    private void cacheIsWhole(Hosts hosts) throws IOException {
        List<String> cached = hosts.cached("h");
        assertThat(cached.size()).isIn(0, 2);
        for (String name : cached) {
            Path file = hosts.cache("h").resolve(name);
            assertThat(name).matches(".*\\.(raw|json)");
            assertThat(name.endsWith(".json") || Arrays.equals(Files.readAllBytes(file), RAW))
                    .isTrue();
        }
    }

    private void goesOn(HostDisks host, UUID server, BaseImage image) throws IOException, InterruptedException {
        GuestDisks disks = host.make(Orders.guest(server), Orders.incarnation(server), Hosts.image(image));
        assertThat(Arrays.equals(Disk.seen(disks, 0, RAW.length, folder), RAW)).isTrue();
        assertThat(disks.rootBytes()).isEqualTo(Hosts.GIB);
        assertThat(Hosts.names(disks.folder())).hasSize(3).noneMatch(name -> name.endsWith(Durable.PART));
        for (KeptDisks kept : host.kept()) {
            assertThat(kept.guest()).isEqualTo("guest");
            host.forget(kept.server(), kept.by().operation());
        }
        host.sweep(server, Orders.incarnation(server));
        assertThat(Hosts.names(folder.resolve("instances/h/" + server))).hasSize(3);
    }

    private static void removed(HostDisks host, List<UUID> servers) throws IOException {
        for (UUID server : servers) {
            host.sweep(server, null);
        }
        assertThat(host.servers()).isEmpty();
    }
}
