package io.cellplane.standalone;

import io.cellplane.embedded.Programs;
import io.cellplane.embedded.TemporalServer;
import io.cellplane.standalone.Arguments.Refused;
import io.cellplane.standalone.apart.ApartCloud;
import io.cellplane.standalone.apart.ProgramTable;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.demo.ConductorsDie;
import io.cellplane.standalone.demo.Demo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The main job before one's eyes: a server moves between cells, and back, and keeps what it has. */
final class DemoCommand {
    private static final String HELP = """
            demo [--apart] [--data FOLDER]
              boots a server, writes to its guest's disk, resizes it into another cell and confirms, resizes it once more
              and reverts, deletes it and audits; shows the phases and the workflow of each step
              --apart    on separate processes (needs ./cellplane tools): every conductor is killed during the first resize
              --data     where the cloud's data lie (.cellplane); one that runs there is used
            """;

    private DemoCommand() {}

    static int run(List<String> words) {
        if (words.contains("--help")) {
            System.out.print(HELP);
            return 0;
        }
        Quiet.logs();
        Arguments given = new Arguments(words, Map.of(), Set.of("--data"), Set.of("--apart"));
        Path data = given.text("--data").map(Path::of).orElse(UpOptions.home());
        if (given.flag("--apart")) {
            return apart(data);
        }
        try (Borrowed cloud = Borrowed.runningOrOwn(data, data, List.of())) {
            return play(cloud.file(), Demo.Midway.nothing());
        }
    }

    private static int play(CloudFile cloud, Demo.Midway midway) {
        try (ComputeClient client = ComputeClient.admin(cloud)) {
            new Demo(cloud, client, midway).run();
            return AuditCommand.run(cloud);
        }
    }

    private static int apart(Path data) {
        var running = CloudFile.running(data).filter(CloudFile::apart);
        if (running.isPresent()) {
            System.out.println("Uses the cloud that runs in " + data + ".");
            return onApart(running.get());
        }
        for (String program : List.of(TemporalServer.PROGRAM, "nats-server")) {
            if (Programs.find(program).isEmpty()) {
                throw new Refused(program + " is not there: ./cellplane tools builds it");
            }
        }
        Path own = data.resolve("demo-apart");
        System.out.println("Starting a cloud of separate processes in " + own + " ...");
        CloudFile cloud = ApartCloud.up(
                UpOptions.of(List.of("--data", own.toString(), "--free-ports", "--hosts", "2")),
                UpCommand.caches(),
                Map.of(),
                new ProgressLines(System.out));
        try {
            return onApart(cloud);
        } finally {
            System.out.println("Stopping its processes.");
            table(cloud).stop(_ -> {});
            CloudFile.remove(own);
        }
    }

    private static int onApart(CloudFile cloud) {
        return play(cloud, new ConductorsDie(cloud, table(cloud)));
    }

    private static ProgramTable table(CloudFile cloud) {
        return ProgramTable.in(cloud.data()).orElseThrow();
    }
}
