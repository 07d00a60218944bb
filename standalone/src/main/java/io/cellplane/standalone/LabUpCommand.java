package io.cellplane.standalone;

import io.cellplane.standalone.apart.Lab;
import io.cellplane.standalone.apart.ProgramTable;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.lab.LabCloud;
import java.util.Map;
import java.util.concurrent.Callable;
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
    private static final int HOSTS = 2;

    @Mixin
    private final UpOptions given = new UpOptions();

    @Option(
            names = "--apart-storage",
            description = "hosts share no storage: a resize within a cell copies disks from host to host")
    private boolean storageApart;

    @Override
    public Integer call() {
        if (given.openstack) {
            throw new Refused(
                    "a lab's hosts have no agents of Neutron yet: ./cellplane up --openstack has simulated hosts");
        }
        long begun = System.nanoTime();
        CloudOptions options = given.cloud(HOSTS);
        UpCommand.logTo(options);
        UpCommand.refuseRunning(options);
        Lab shared = Lab.in(LabCloud.scripts(), options.data());
        Lab lab = storageApart ? shared.withStorageApart() : shared;
        CloudFile cloud = LabCloud.up(options, lab, UpCommand.caches(), _ -> Map.of(), new ProgressLines(System.out));
        ApartCommands.print(ProgramTable.in(options.data()).orElseThrow());
        UpCommand.say(cloud, options.data(), (System.nanoTime() - begun) / 1e9, "./cellplane lab down", "libvirt");
        System.out.println("  Image         " + LabCloud.IMAGE + "; in a host: "
                + LabCloud.scripts().resolve("inside") + " " + options.data().resolve("lab/HOST/pid") + " virsh list");
        return 0;
    }
}
