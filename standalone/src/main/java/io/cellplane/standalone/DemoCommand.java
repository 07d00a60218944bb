package io.cellplane.standalone;

import io.cellplane.embedded.Programs;
import io.cellplane.embedded.TemporalServer;
import io.cellplane.standalone.apart.ApartCloud;
import io.cellplane.standalone.apart.ProgramTable;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.demo.ConductorsDie;
import io.cellplane.standalone.demo.Demo;
import io.cellplane.standalone.demo.MarkerInFile;
import io.cellplane.standalone.demo.MarkerOnConsole;
import io.cellplane.standalone.lab.LabCloud;
import io.cellplane.standalone.lab.LabHost;
import io.cellplane.standalone.lab.OnHosts;
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

    @Option(
            names = "--lab",
            description = "the same with real guests on the hosts of a lab; needs root and lab/install")
    private boolean lab;

    @Override
    public Integer call() {
        Quiet.logs();
        if (lab) {
            return lab();
        }
        if (apart) {
            return apart();
        }
        try (Borrowed cloud = Borrowed.runningOrOwn(data.folder, data.folder, List.of())) {
            return play(cloud.file(), Demo.Midway.nothing());
        }
    }

    private static int play(CloudFile cloud, Demo.Midway midway) {
        try (ComputeClient client = ComputeClient.admin(cloud)) {
            boolean real = LabCloud.isLab(cloud);
            new Demo(cloud, client, real ? new MarkerOnConsole(cloud, client) : new MarkerInFile(cloud, client), midway)
                    .run();
            int audit = AuditCommand.run(cloud);
            return real
                            && !nothingLeft(
                                    "Hosts",
                                    "no domain, no disk, no tap device is left.",
                                    OnHosts.left(LabHost.all(cloud)))
                    ? 1
                    : audit;
        }
    }

    private static boolean nothingLeft(String where, String nothing, List<String> left) {
        left.forEach(each -> System.out.println(where + ": " + each));
        if (left.isEmpty()) {
            System.out.println(where + ": " + nothing);
        }
        return left.isEmpty();
    }

    private int lab() {
        LabCloud.refuseWithoutAll();
        var running = CloudFile.running(data.folder).filter(LabCloud::isLab);
        if (running.isPresent()) {
            System.out.println("Uses the lab that runs in " + data.folder + ".");
            return onApart(running.get());
        }
        Path own = data.own("demo");
        System.out.println("Starting a lab in " + own + " ...");
        try {
            CloudFile cloud =
                    LabCloud.up(options(own), UpCommand.caches(), _ -> Map.of(), new ProgressLines(System.out));
            int code;
            try {
                code = onApart(cloud);
            } catch (RuntimeException | Error e) {
                LabCloud.down(cloud);
                throw e;
            }
            System.out.println("Switching the lab off.");
            return nothingLeft("Lab", "no process and no card is left.", LabCloud.down(cloud)) ? code : 1;
        } finally {
            Data.remove(own);
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
            CloudFile cloud =
                    ApartCloud.up(options(own), UpCommand.caches(), _ -> Map.of(), new ProgressLines(System.out));
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

    private static CloudOptions options(Path own) {
        return UpOptions.of(List.of("--data", own.toString(), "--free-ports", "--hosts", "2"));
    }

    private static int onApart(CloudFile cloud) {
        return play(cloud, new ConductorsDie(cloud, table(cloud)));
    }

    private static ProgramTable table(CloudFile cloud) {
        return ProgramTable.in(cloud.data()).orElseThrow();
    }
}
