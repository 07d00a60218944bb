package io.cellplane.trials.kill;

import io.cellplane.contracts.fault.FaultPoints.Side;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.cloud.CloudOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Runs a plan against a cloud of its own and tells what came of it. */
public final class KillSuite {
    private final KillPlan plan;
    private final PrintStream out;
    private final Random random;
    private final List<Outcome> outcomes = new ArrayList<>();

    private KillSuite(KillPlan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
        this.random = new Random(plan.seed());
    }

    /** What a plan came to. */
    public record Report(int operations, int kills, int stuck, int failed, int leaked, long seed, List<String> gaps) {

        /** Whether everything ended as it should, and was killed wherever the plan says. */
        public boolean good() {
            return stuck == 0 && failed == 0 && leaked == 0 && gaps.isEmpty();
        }

        /** One line for programs. */
        public String json() {
            return ComputeClient.JSON
                    .createObjectNode()
                    .put("operations", operations)
                    .put("kills", kills)
                    .put("stuck", stuck)
                    .put("failed", failed)
                    .put("leaked", leaked)
                    .put("seed", seed)
                    .toString();
        }
    }

    /** @param caches where the caches of classes lie */
    public static Report run(KillPlan plan, CloudOptions options, Path caches, PrintStream out) {
        return new KillSuite(plan, out).run(options, caches);
    }

    /**
     * The same against a fleet that runs.
     *
     * @param points where its processes are halted
     */
    public static Report on(Fleet fleet, Points points, KillPlan plan, PrintStream out) {
        KillSuite suite = new KillSuite(plan, out);
        suite.play(fleet, points);
        return suite.report();
    }

    private Report run(CloudOptions options, Path caches) {
        Path faults = options.data().resolve("faults");
        Points points = new Points(faults);
        try (Fleet fleet = plan.lab()
                ? Fleet.ofLabWithSmallDisk(options, caches, faults)
                : new Fleet(options, caches, faults, Fleet.PATIENCE)) {
            play(fleet, points);
        }
        return report();
    }

    private void play(Fleet fleet, Points points) {
        out.println("Seed " + plan.seed());
        try (Clients clients = new Clients(fleet)) {
            out.println(fleet.cloud().temporalSentence());
            Round round = new Round(fleet, clients, points, plan.brief());
            String run = Long.toHexString(System.nanoTime()) + "-";
            int number = 0;
            for (int i = 0; i < plan.rounds(); i++) {
                for (Victim victim : plan.victims()) {
                    if (victim == Victim.TEMPORAL_RESTORED && !fleet.temporalHasData()) {
                        continue;
                    }
                    for (Side side : sides()) {
                        for (Map<StepList, List<String>> steps : chosen()) {
                            number++;
                            round.stock(steps, run + "s" + number + "-");
                            tell(round.run(victim, side, steps, run + "b" + number + "-", random));
                        }
                    }
                }
            }
        }
    }

    private List<Side> sides() {
        return plan.sides().isEmpty() ? List.of(random.nextBoolean() ? Side.BEFORE : Side.AFTER) : plan.sides();
    }

    private List<Map<StepList, List<String>>> chosen() {
        Map<StepList, List<String>> all = new EnumMap<>(StepList.class);
        plan.operations().forEach(operation -> all.put(operation, of(operation)));
        all.values().removeIf(List::isEmpty);
        if (plan.some() == 0 && !plan.exhaustive()) {
            return List.of(all);
        }
        List<Map<StepList, List<String>>> single = new ArrayList<>();
        all.forEach((operation, steps) -> steps.forEach(step -> single.add(Map.of(operation, List.of(step)))));
        if (plan.exhaustive()) {
            return single;
        }
        Collections.shuffle(single, random);
        Map<StepList, List<String>> some = new EnumMap<>(StepList.class);
        single.stream()
                .limit(plan.some())
                .forEach(one -> one.forEach((operation, steps) -> some.merge(operation, steps, KillSuite::both)));
        return List.of(some);
    }

    private static List<String> both(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private List<String> of(StepList operation) {
        return operation.steps().stream()
                .filter(step -> plan.steps().isEmpty() || plan.steps().contains(step))
                .toList();
    }

    private void tell(Outcome outcome) {
        outcomes.add(outcome);
        out.println(outcome.line());
        outcome.remarks().forEach(remark -> out.println("    " + remark));
        outcome.leaked().forEach(leak -> out.println("    leaked: " + leak));
    }

    private Report report() {
        List<String> gaps = new ArrayList<>();
        if (plan.some() == 0) {
            coverage(gaps);
        }
        Report report = new Report(
                outcomes.stream().mapToInt(Outcome::operations).sum(),
                outcomes.size(),
                outcomes.stream().mapToInt(Outcome::stuck).sum(),
                outcomes.stream().mapToInt(Outcome::failed).sum(),
                outcomes.stream().mapToInt(each -> each.leaked().size()).sum(),
                plan.seed(),
                gaps);
        out.printf(
                "%nOperations %d, kills %d, stuck %d, failed %d, leaked %d, seed %d%n",
                report.operations(), report.kills(), report.stuck(), report.failed(), report.leaked(), report.seed());
        return report;
    }

    /** How often an operation was halted at each step, on each side, when each victim was taken. */
    private void coverage(List<String> gaps) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            outcome.halted()
                    .forEach(step -> counts.merge(
                            step + " " + outcome.victim().token() + " "
                                    + outcome.side().token(),
                            1,
                            Integer::sum));
        }
        List<Victim> victims = plan.victims();
        out.printf("%nHow often each was halted, before/after its effect, when the victim was taken:%n%-30s", "");
        victims.forEach(victim -> out.printf(" %17s", victim.token()));
        out.println();
        TreeSet<String> steps = new TreeSet<>();
        plan.operations().forEach(operation -> steps.addAll(of(operation)));
        for (String step : steps) {
            out.printf("%-30s", step);
            for (Victim victim : victims) {
                String cell = "";
                for (Side side : sides()) {
                    int count = counts.getOrDefault(step + " " + victim.token() + " " + side.token(), 0);
                    cell += (cell.isEmpty() ? "" : "/") + count;
                    boolean taken = outcomes.stream().anyMatch(each -> each.victim() == victim);
                    if (count == 0 && taken) {
                        gaps.add(step + " " + victim.token() + " " + side.token());
                    }
                }
                out.printf(" %17s", cell);
            }
            out.println();
        }
        gaps.forEach(gap -> out.println("NOT COVERED: " + gap));
    }
}
