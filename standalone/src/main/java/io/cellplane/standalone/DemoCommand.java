package io.cellplane.standalone;

import io.cellplane.embedded.Programs;
import io.cellplane.embedded.TemporalServer;
import io.cellplane.standalone.apart.ApartCloud;
import io.cellplane.standalone.apart.ProgramTable;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.demo.ConductorsDie;
import io.cellplane.standalone.demo.Demo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job before one's eyes: a server moves between cells, and back, and keeps what it has. */
@Command(
        name = "demo",
        description = {
            "Boots a server, writes to its guest's disk, resizes it into another cell and confirms, resizes it once more"
                    + " and reverts, deletes it and audits; shows the phases and the workflow of each step.",
            "A cloud that runs in the folder is used."
        })
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private final Data data = new Data();

    @Option(names = "--apart", description = "on separate processes: every conductor is killed in the first resize")
    private boolean apart;

    @Override
    public Integer call() {
        Quiet.logs();
        if (apart) {
            return apart();
        }
        try (Borrowed cloud = Borrowed.runningOrOwn(data.folder, data.folder, List.of())) {
            return play(cloud.file(), Demo.Midway.nothing());
        }
    }

    private static int play(CloudFile cloud, Demo.Midway midway) {
        try (ComputeClient client = ComputeClient.admin(cloud)) {
            new Demo(cloud, client, midway).run();
            return AuditCommand.run(cloud);
        }
    }

    private int apart() {
        var running = CloudFile.running(data.folder).filter(CloudFile::apart);
        if (running.isPresent()) {
            System.out.println("Uses the cloud that runs in " + data.folder + ".");
            return onApart(running.get());
        }
        for (String program : List.of(TemporalServer.PROGRAM, "nats-server")) {
            if (Programs.find(program).isEmpty()) {
                throw new Refused(program + " is not there: ./cellplane tools builds it");
            }
        }
        Path own = data.own("demo");
        System.out.println("Starting a cloud of separate processes in " + own + " ...");
        try {
            CloudFile cloud = ApartCloud.up(
                    UpOptions.of(List.of("--data", own.toString(), "--free-ports", "--hosts", "2")),
                    UpCommand.caches(),
                    _ -> Map.of(),
                    new ProgressLines(System.out));
            try {
                return onApart(cloud);
            } finally {
                System.out.println("Stopping its processes.");
                table(cloud).stop(_ -> {});
            }
        } finally {
            Data.remove(own);
        }
    }

    private static int onApart(CloudFile cloud) {
        return play(cloud, new ConductorsDie(cloud, table(cloud)));
    }

    private static ProgramTable table(CloudFile cloud) {
        return ProgramTable.in(cloud.data()).orElseThrow();
    }
}
