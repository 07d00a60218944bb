package io.cellplane.trials.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.contracts.fault.FaultPoints.Side;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.lab.LabCloud;
import io.cellplane.trials.kill.Fleet;
import io.cellplane.trials.kill.KillPlan;
import io.cellplane.trials.kill.KillSuite;
import io.cellplane.trials.kill.Points;
import io.cellplane.trials.kill.StepList;
import io.cellplane.trials.kill.Victim;
import io.cellplane.trials.lab.Stage.Played;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Plays scenes on a lab of its own, and tells in a table what came of them. */
public final class LabSuite {
    private static final int LEAST_MEMORY = 128;
    private static final int MORE_MEMORY = 160;
    private static final int AT_ONCE = 6;

    private final List<Part> parts;
    private final List<Side> sides;
    private final long seed;
    private final PrintStream out;

    /** What is played. */
    public enum Part {
        /** Every operation that there is, on one server. */
        OPERATIONS,
        HOST_REBOOTED,
        DEAF_GUEST,
        IMAGE_SERVICE_AWAY,
        /** Every agent is killed while commands of all kinds are halted, before or after their effect. */
        AGENTS_KILLED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private LabSuite(List<Part> parts, List<Side> sides, long seed, PrintStream out) {
        this.parts = parts;
        this.sides = sides;
        this.seed = seed;
        this.out = out;
    }

    /**
     * @param sides of the effects of commands at which agents are killed; empty for one of the seed's choice each time
     * @param storageApart whether each host has a storage of its own
     * @return whether all was as it must be
     */
    public static boolean run(
            List<Part> parts,
            List<Side> sides,
            long seed,
            CloudOptions options,
            boolean storageApart,
            Path caches,
            PrintStream out) {
        return new LabSuite(parts, sides, seed, out).run(options, storageApart, caches);
    }

    private boolean run(CloudOptions options, boolean storageApart, Path caches) {
        out.println("Seed " + seed);
        Random random = new Random(seed);
        Path faults = options.data().resolve("faults");
        Points points = new Points(faults);
        long begun = System.nanoTime();
        boolean good;
        List<Played> played;
        List<String> left;
        Fleet fleet = Fleet.ofLab(options, caches, faults, storageApart);
        try (Stage stage = new Stage(fleet, out)) {
            List<String> flavors = Stream.of(LEAST_MEMORY, MORE_MEMORY)
                    .map(memory -> flavor(stage.client(), memory))
                    .toList();
            Troubles troubles = new Troubles(stage, flavors.getFirst(), random);
            for (Part part : parts) {
                switch (part) {
                    case OPERATIONS -> new Walk(stage, flavors).run();
                    case AGENTS_KILLED -> agentsKilled(stage, points, random);
                    case HOST_REBOOTED -> troubles.hostRebooted();
                    case DEAF_GUEST -> troubles.deafGuest();
                    case IMAGE_SERVICE_AWAY -> troubles.imageServiceAway();
                }
            }
            good = stage.isGood();
            played = stage.played();
        } finally {
            left = LabCloud.down(fleet.cloud());
        }
        left.forEach(each -> out.println("LEFT: " + each));
        table(played, (System.nanoTime() - begun) / 1e9);
        return good && left.isEmpty();
    }

    /** Each of the hosts' commands in one operation; few at once, since each has a guest that boots. */
    private void agentsKilled(Stage stage, Points points, Random random) {
        Map<String, StepList> commands = new LinkedHashMap<>();
        for (StepList list : StepList.values()) {
            list.steps().stream()
                    .filter(step -> step.startsWith("host."))
                    .forEach(command -> commands.putIfAbsent(command, list));
        }
        List<String> all = List.copyOf(commands.keySet());
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<String> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            List<StepList> operations =
                    some.stream().map(commands::get).distinct().toList();
            List<Side> here = sides.isEmpty() ? List.of(random.nextBoolean() ? Side.BEFORE : Side.AFTER) : sides;
            here.forEach(side -> agentsKilled(stage, points, operations, some, side));
        }
    }

    private void agentsKilled(Stage stage, Points points, List<StepList> operations, List<String> commands, Side side) {
        KillPlan plan = new KillPlan(
                operations, List.of(Victim.COMPUTE_WORKER), List.of(side), commands, 1, false, false, 0, true, seed);
        stage.play("agents killed", () -> {
            KillSuite.Report report = KillSuite.on(stage.fleet(), points, plan, out);
            if (!report.good()) {
                throw new IllegalStateException(report.toString());
            }
            return report.operations() + " operations, " + side.token() + " the effect of "
                    + String.join(", ", commands) + "; all ended";
        });
    }

    private static String flavor(ComputeClient client, int memory) {
        String name = "lab-" + memory + "-" + UUID.randomUUID().toString().substring(0, 8);
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putObject("flavor")
                .put("id", name)
                .put("name", name)
                .put("vcpus", 1)
                .put("ram", memory)
                .put("disk", 1);
        client.compute("POST", "/flavors", body).good();
        return name;
    }

    /** As docs/reliability.md has it. */
    private void table(List<Played> played, double seconds) {
        out.printf("%n| what | seen | seconds |%n|---|---|---|%n");
        played.forEach(each -> out.printf(
                "| %s | %s | %.1f |%n",
                each.what(),
                each.wrong().isEmpty() ? each.seen() : "NOT AS IT MUST BE: " + String.join("; ", each.wrong()),
                each.seconds()));
        long wrong = played.stream().filter(each -> !each.wrong().isEmpty()).count();
        out.printf("%n%d scenes, %d not as they must be, seed %d, %.0f s%n", played.size(), wrong, seed, seconds);
    }
}
