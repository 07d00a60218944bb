package io.cellplane.trials.lab;

import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.audit.Finding;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.Records;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.standalone.lab.LabHost;
import io.cellplane.standalone.lab.OnHosts;
import io.cellplane.trials.kill.Fleet;
import io.cellplane.trials.kill.Until;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Where scenes are played: after each, everything must agree, and nothing may be left. */
final class Stage implements AutoCloseable {
    private static final Duration SETTLED = Duration.ofMinutes(2);
    private static final int NAME = 24;

    private final Fleet fleet;
    private final ComputeClient client;
    private final Records records;
    private final PrintStream out;
    private final List<Played> played = new ArrayList<>();

    /**
     * What one scene came to.
     *
     * @param wrong in words; empty when all is as it must be
     */
    record Played(String what, String seen, double seconds, List<String> wrong) {}

    /** What is played. */
    interface Scene {
        /** @return what was seen, in words */
        String play();
    }

    Stage(Fleet fleet, PrintStream out) {
        this.fleet = fleet;
        this.out = out;
        this.client = ComputeClient.admin(fleet.cloud());
        this.records = new Records(fleet.cloud());
    }

    Fleet fleet() {
        return fleet;
    }

    CloudFile cloud() {
        return fleet.cloud();
    }

    ComputeClient client() {
        return client;
    }

    Records records() {
        return records;
    }

    List<Played> played() {
        return played;
    }

    boolean isGood() {
        return played.stream().allMatch(each -> each.wrong().isEmpty());
    }

    /** Plays it, audits all, and tells what came of it. @return whether all is as it must be */
    boolean play(String what, Scene scene) {
        long begun = System.nanoTime();
        List<String> wrong = new ArrayList<>();
        String seen = "";
        try {
            seen = scene.play();
        } catch (RuntimeException e) {
            wrong.add(String.valueOf(e.getMessage()));
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        wrong.addAll(unsettled());
        played.add(new Played(what, seen, seconds, wrong));
        out.printf(
                "%-" + NAME + "s %6.1f s  %s%n", what, seconds, wrong.isEmpty() ? seen : "NOT AS IT MUST BE: " + seen);
        wrong.forEach(each -> out.println("    " + each));
        return wrong.isEmpty();
    }

    /** What is not as it must be, if it stays so: what is told of hosts may be a moment old. */
    private List<String> unsettled() {
        List<String> wrong = new ArrayList<>();
        Until.within(SETTLED, () -> {
            wrong.clear();
            wrong.addAll(wrong());
            return wrong.isEmpty();
        });
        return wrong;
    }

    private List<String> wrong() {
        List<String> wrong = new ArrayList<>(records.api().operations().open().stream()
                .filter(row -> !row.state().equals(OperationState.VERIFY))
                .map(row -> row.kind() + " " + row.id() + " of " + row.server() + " is " + row.state())
                .toList());
        records.api().debts().all().forEach(debt -> wrong.add("owed: " + debt.kind() + " of " + debt.server()));
        records.audit().stream().map(Finding::toString).forEach(wrong::add);
        client.compute("GET", "/os-cellplane-audit", null)
                .good()
                .body()
                .path("audit")
                .path("findings")
                .forEach(finding -> wrong.add(finding.toString()));
        wrong.addAll(OnHosts.ofAll(client, records).wrong(LabHost.all(cloud())));
        return wrong;
    }

    @Override
    public void close() {
        records.close();
        client.close();
    }
}
