package io.cellplane.compute.disk;

import io.cellplane.bus.Wire;
import io.cellplane.compute.image.ImageStore;
import io.cellplane.contracts.host.BaseImage;
import io.cellplane.contracts.host.GuestSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A process that makes, keeps and removes disks until it is killed. */
final class KilledMaking {
    private KilledMaking() {}

    /**
     * What it is told.
     *
     * @param servers a guest each, made again and again
     */
    record Orders(String instances, BaseImage image, List<UUID> servers, boolean raw) {

        DiskSettings settings() {
            DiskSettings.Root form = raw ? DiskSettings.Root.RAW : DiskSettings.Root.OVERLAY;
            return new DiskSettings(Path.of(instances), "h", form, 1L << 40, Duration.ZERO);
        }

        /** The same each time: whoever comes next goes on with it. */
        static UUID incarnation(UUID server) {
            return new UUID(0, server.getLeastSignificantBits());
        }

        static GuestSpec guest(UUID server) {
            return Disk.guest(server, 1, 0, 16, true);
        }
    }

    /** @param arguments a file with the orders */
    static void main(String[] arguments) throws IOException, InterruptedException {
        Orders orders = Wire.decode(Files.readAllBytes(Path.of(arguments[0])), Orders.class);
        try (ImageStore store = new ImageStore();
                HostDisks host = new HostDisks(orders.settings(), store)) {
            System.out.println("begins");
            for (int round = 0; ; round++) {
                for (UUID server : orders.servers()) {
                    host.make(Orders.guest(server), Orders.incarnation(server), Hosts.image(orders.image()));
                    KeptDisks kept =
                            new KeptDisks(server, Hosts.step("leave"), Orders.incarnation(server), true, 1, "guest");
                    host.keep(kept);
                    host.upload(kept, DiskFormat.QCOW2, _ -> {}, _ -> true);
                    host.forget(server, kept.by().operation());
                    if (round % 2 == 1) {
                        host.sweep(server, null);
                    }
                }
                host.ageOut();
            }
        }
    }
}
