package io.cellplane.trials;

import io.cellplane.contracts.fault.FaultPoints.Side;
import io.cellplane.standalone.Data;
import io.cellplane.standalone.Quiet;
import io.cellplane.standalone.Refused;
import io.cellplane.standalone.UpCommand;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.HostSize;
import io.cellplane.standalone.lab.LabCloud;
import io.cellplane.trials.lab.LabSuite;
import io.cellplane.trials.lab.LabSuite.Part;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code test --lab}: every operation on real guests, and what goes wrong on their hosts. */
@Command(
        name = "lab-suite",
        hidden = true,
        customSynopsis = "./cellplane test --lab [OPTIONS]; with --kill: ./cellplane test --lab --kill --help",
        description = {
            "Every operation on real guests, on a lab of its own; hosts' agents killed at every command, a host without"
                    + " power, a guest that will not shut down, the image service away in the middle of a fetch.",
            "After each: audit of databases, hosts, domains, disks, tap devices. Under 20 minutes; root and lab/install."
        })
public final class LabCommand implements Callable<Integer> {
    @Option(names = "--lab", hidden = true)
    boolean lab;

    @Option(
            names = "--part",
            paramLabel = "LIST",
            split = ",",
            description = "of: ${COMPLETION-CANDIDATES} (all of them)")
    private List<Part> parts = List.of(Part.values());

    @Option(
            names = "--apart-storage",
            description = "hosts share no storage: a move within a cell copies disks from host to host")
    private boolean storageApart;

    @Option(
            names = "--side",
            paramLabel = "LIST",
            split = ",",
            description = "of a command's effect where agents are killed: ${COMPLETION-CANDIDATES} (the seed's choice)")
    private List<Side> sides = List.of();

    @Option(names = "--seed", paramLabel = "N", description = "repeats what is random")
    private long seed = System.nanoTime();

    @Option(names = "--data", paramLabel = "FOLDER", description = "where its cloud lies (${DEFAULT-VALUE})")
    private Path data = Data.home().resolve("lab-suite");

    @Override
    public Integer call() {
        Quiet.logs();
        LabCloud.refuseWithoutAll();
        if (CloudFile.running(data).isPresent()) {
            throw new Refused("a lab runs in " + data + ": ./cellplane lab down --data " + data + " ends it");
        }
        Data.remove(data);
        CloudOptions options = KillCommand.options(data).withHosts(2, HostSize.standard());
        return LabSuite.run(parts, sides, seed, options, storageApart, UpCommand.caches(), System.out) ? 0 : 1;
    }
}
