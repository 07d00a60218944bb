package io.cellplane.trials;

import io.cellplane.contracts.fault.FaultPoints.Side;
import io.cellplane.db.control.Quota;
import io.cellplane.embedded.EmbeddedMariaDb;
import io.cellplane.standalone.Data;
import io.cellplane.standalone.Quiet;
import io.cellplane.standalone.Refused;
import io.cellplane.standalone.UpCommand;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.HostSize;
import io.cellplane.standalone.cloud.Ports;
import io.cellplane.standalone.lab.LabCloud;
import io.cellplane.trials.kill.AwaySuite;
import io.cellplane.trials.kill.AwaySuite.Scene;
import io.cellplane.trials.kill.KillPlan;
import io.cellplane.trials.kill.KillSuite;
import io.cellplane.trials.kill.StepList;
import io.cellplane.trials.kill.Victim;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code test --kill} and {@code test --away}: every kind of process is killed at every step, or away for a while. */
@Command(
        name = "kill-suite",
        hidden = true,
        customSynopsis = {
            "./cellplane test --kill [OPTIONS], ./cellplane test --lab --kill [OPTIONS],",
            "./cellplane test --away [OPTIONS]"
        },
        description = {
            "--kill kills every kind of process at every step of every operation (about an hour).",
            "--lab --kill does so with real guests, takes libvirt away and fills a disk, too: at some steps, once.",
            "--away takes components away for a while, and restarts processes one by one under load."
        })
public final class KillCommand implements Callable<Integer> {
    private static final int ROUNDS = 5;
    private static final int IN_LAB = 16;
    private static final String ANY = "of: ${COMPLETION-CANDIDATES}";

    @Option(names = "--kill", hidden = true)
    boolean kill;

    @Option(names = "--away", hidden = true)
    private boolean away;

    @Option(names = "--lab", description = "on the hosts of a lab; needs root and lab/install")
    private boolean lab;

    @Option(
            names = "--operation",
            paramLabel = "LIST",
            split = ",",
            completionCandidates = Operations.class,
            description = ANY)
    private List<String> operations = new Operations();

    @Option(names = "--process", paramLabel = "LIST", split = ",", description = ANY)
    private @Nullable List<Victim> victims;

    @Option(names = "--side", paramLabel = "LIST", split = ",", description = ANY + " (its effect)")
    private List<Side> sides = List.of(Side.values());

    @Option(names = "--step", paramLabel = "LIST", split = ",", description = "of those in the table of coverage")
    private List<String> steps = List.of();

    @Option(names = "--rounds", paramLabel = "N", description = "how often each (5, in a lab 1)")
    private @Nullable Integer rounds;

    @Option(
            names = "--some",
            paramLabel = "N",
            description = "at so many steps for each kill, chosen by the seed (all, in a lab " + IN_LAB + ")")
    private @Nullable Integer some;

    @Option(names = "--exhaustive", description = "one step at a time")
    private boolean exhaustive;

    @Option(names = "--seed", paramLabel = "N", description = "repeats a run")
    private long seed = System.nanoTime();

    @Option(names = "--json", description = "the last line is one JSON object")
    private boolean json;

    @Option(names = "--data", paramLabel = "FOLDER", description = "where its cloud lies (${DEFAULT-VALUE})")
    private Path data = Data.home().resolve("kill");

    @Option(names = "--scene", paramLabel = "LIST", split = ",", description = "with --away, " + ANY)
    private List<Scene> scenes = List.of(Scene.values());

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "with --away, how long each is away (${DEFAULT-VALUE}: longer than every patience)")
    private long seconds = AwaySuite.LONG.toSeconds();

    /** What can be done to a server, each once. */
    private static final class Operations extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Operations() {
            super(Arrays.stream(StepList.values())
                    .map(StepList::token)
                    .distinct()
                    .toList());
        }
    }

    @Override
    public Integer call() {
        for (String operation : operations) {
            if (!new Operations().contains(operation)) {
                throw new Refused(operation + " is not among: " + String.join(", ", new Operations()));
            }
        }
        Quiet.logs();
        if (away) {
            Duration time = Duration.ofSeconds(seconds);
            return AwaySuite.run(scenes, time, options(data), UpCommand.caches(), System.out)
                            .isEmpty()
                    ? 0
                    : 1;
        }
        List<StepList> lists = Arrays.stream(StepList.values())
                .filter(list -> operations.contains(list.token()))
                .toList();
        KillPlan plan = plan(lists);
        CloudOptions options = lab ? options(data).withHosts(2, HostSize.standard()) : options(data);
        KillSuite.Report report = KillSuite.run(plan, options, UpCommand.caches(), System.out);
        if (json) {
            System.out.println(report.json());
        }
        return report.good() ? 0 : 1;
    }

    private KillPlan plan(List<StepList> lists) {
        if (lab) {
            LabCloud.refuseWithoutAll();
        }
        List<Victim> taken = victims == null ? Victim.on(lab) : victims;
        taken.stream().filter(victim -> victim.isOfLab() && !lab).findFirst().ifPresent(victim -> {
            throw new Refused(victim + " is a victim of --lab alone");
        });
        int usualRounds = lab ? 1 : ROUNDS;
        int usualSome = lab ? IN_LAB : 0;
        return new KillPlan(
                lists,
                taken,
                sides,
                steps,
                rounds == null ? usualRounds : rounds,
                exhaustive,
                false,
                some == null ? usualSome : some,
                lab,
                seed);
    }

    /** Many small servers on hosts that never fill. */
    static CloudOptions options(Path data) {
        return CloudOptions.in(data, EmbeddedMariaDb.baseIn(Data.home()))
                .withPorts(Ports.free())
                .withHosts(4, new HostSize(256, 262_144, 4096))
                .withQuota(Quota.Limits.none());
    }
}
