package io.cellplane.trials.races;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.standalone.client.ComputeClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** One round: a server comes to VERIFY_RESIZE, some want to decide what becomes of it, and one wins. */
final class Race {
    /** How far they are apart at most, by round: at once, or while the winner is at work. */
    private static final int[] APART_MICROS = {0, 2_000, 20_000, 100_000};

    static final String WITHIN = "moved within a cell";
    static final String ACROSS = "moved across cells";

    private final Stage stage;
    private final String server;
    private final Random random;
    private final Map<String, Integer> tally;
    private final List<Result> results = new ArrayList<>();
    private final List<String> wrongs = new ArrayList<>();

    /** @param answer empty for the window */
    private record Result(Contender who, Optional<Answer> answer) {
        boolean accepted() {
            return answer.filter(who::isAccepted).isPresent();
        }

        @Override
        public String toString() {
            return who
                    + answer.map(each -> " " + each.status() + " " + each.message())
                            .orElse("");
        }
    }

    /**
     * @param server at rest
     * @param tally how often each has won, and what losers were told
     */
    Race(Stage stage, String server, Random random, Map<String, Integer> tally) {
        this.stage = stage;
        this.server = server;
        this.random = random;
        this.tally = tally;
    }

    /** @return what was not as it must be */
    List<String> run() throws InterruptedException {
        JsonNode before = stage.await(server, Set.of("ACTIVE", "SHUTOFF"));
        String flavor = Stage.flavor(before).equals(Stage.SMALL) ? Stage.LARGE : Stage.SMALL;
        stage.act(server, Stage.resize(flavor)).good();
        JsonNode moved = stage.await(server, Set.of("VERIFY_RESIZE"));
        OperationRow move =
                stage.cloud.api().operations().toVerify(UUID.fromString(server)).orElseThrow();
        contend(move);
        stage.settle(move.server());
        OperationRow decided = stage.cloud.api().operations().find(move.id()).orElseThrow();
        String decision = String.valueOf(decided.decision());
        boolean byItself = decision.equals("confirm") && !took(Contender.CONFIRM);
        tally.merge("won by " + (byItself ? "the window" : decision), 1, Integer::sum);
        boolean across = !Stage.cell(before).equals(Stage.cell(moved));
        tally.merge(across ? ACROSS : WITHIN, 1, Integer::sum);
        winner(decision, move);
        results.forEach(result -> answered(result, decision));
        ended(decision, move, before, moved);
        return wrongs.stream()
                .map(wrong -> "server " + server + ", decided: " + decision + ", " + results + ": " + wrong)
                .toList();
    }

    private void contend(OperationRow move) throws InterruptedException {
        int apart = APART_MICROS[random.nextInt(APART_MICROS.length)];
        CountDownLatch gate = new CountDownLatch(1);
        List<Future<Result>> contenders = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Contender who : Contender.chosen(random)) {
                long offset = 1_000L * (apart == 0 ? 0 : random.nextInt(apart));
                contenders.add(threads.submit(() -> {
                    gate.await();
                    LockSupport.parkNanos(offset);
                    return new Result(who, who.act(stage, server, move));
                }));
            }
            gate.countDown();
            for (Future<Result> contender : contenders) {
                results.add(contender.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean took(Contender who) {
        return results.stream().anyMatch(result -> result.who() == who && result.accepted());
    }

    private long accepted(Contender who) {
        return results.stream()
                .filter(result -> result.who() == who && result.accepted())
                .count();
    }

    private boolean came(Contender who) {
        return results.stream().anyMatch(result -> result.who() == who);
    }

    private void check(boolean good, String wrong) {
        if (!good) {
            wrongs.add(wrong);
        }
    }

    /** The decision, the operations and the answers name the same one. */
    private void winner(String decision, OperationRow move) {
        List<Kind> ends = stage.cloud.api().operations().of(move.server()).stream()
                .filter(row -> row.createdAt().isAfter(move.createdAt()))
                .map(OperationRow::what)
                .filter(kind -> kind == Kind.CONFIRM || kind == Kind.REVERT)
                .toList();
        boolean ended = decision.equals("confirm") || decision.equals("revert");
        check(ends.equals(ended ? List.of(Kind.of(decision)) : List.of()), "its ends are " + ends);
        check(accepted(Contender.REVERT) == (decision.equals("revert") ? 1 : 0), "reverts accepted");
        long confirms = accepted(Contender.CONFIRM);
        check(confirms == 0 || decision.equals("confirm"), "a confirm accepted that is not done");
        check(confirms == 1 || came(Contender.WINDOW) || !decision.equals("confirm"), "confirms accepted: " + confirms);
        check(confirms <= 1, "two confirms accepted");
        check(took(Contender.DELETE) == came(Contender.DELETE), "a delete refused");
        check(took(Contender.DELETE) || !decision.equals("delete"), "deleted by nobody");
        check(took(Contender.RESET) || !decision.equals("reset"), "reset by nobody");
    }

    /** Who has lost hears what Nova says in one of the states that the server has come through. */
    private void answered(Result result, String decision) {
        Answer answer = result.answer().orElse(null);
        if (answer == null || result.accepted()) {
            return;
        }
        tally.merge(answer.status() + " " + answer.message().replace(server, "X"), 1, Integer::sum);
        check(
                allowed(result.who(), decision).contains(answer.status() + " " + answer.message()),
                "not Nova's answer to " + result);
    }

    private Set<String> allowed(Contender who, String decision) {
        Set<String> words = new TreeSet<>();
        if (came(Contender.DELETE)) {
            words.add("404 Instance " + server + " could not be found.");
        }
        if (who == Contender.DELETE || who == Contender.RESET) {
            return words;
        }
        Set<String> states = new TreeSet<>();
        if (came(Contender.DELETE)) {
            states.add("task_state deleting");
        }
        if (took(Contender.RESIZE) && who == Contender.STOP) {
            states.add("task_state resize_prep");
        }
        if (took(Contender.STOP) && who == Contender.RESIZE) {
            states.add("task_state powering-off");
        }
        if (who == Contender.STOP || who == Contender.RESIZE) {
            states.add("vm_state resized");
        } else {
            states.add("vm_state active");
            if (took(Contender.STOP)) {
                states.add("vm_state stopped");
            }
            if (decision.equals("revert")) {
                states.add("task_state resize_reverting");
            } else if (!decision.equals("delete")) {
                words.add("400 Instance has not been resized.");
            }
        }
        states.forEach(
                state -> words.add("409 Cannot '" + who.word() + "' instance " + server + " while it is in " + state));
        return words;
    }

    private void ended(String decision, OperationRow move, JsonNode before, JsonNode moved) {
        MigrationRow migration = stage.cloud.api().migrations().find(move.id()).orElseThrow();
        if (came(Contender.DELETE)) {
            check(stage.get(server).status() == 404, "it is deleted and shown");
            boolean guest = stage.cloud.hypervisors().values().stream()
                    .anyMatch(host -> host.guest(move.server()).isPresent()
                            || host.kept().stream()
                                    .anyMatch(kept -> kept.server().equals(move.server())));
            check(!guest, "it is deleted and has a guest");
            check(
                    stage.cloud.api().allocations().ofServer(move.server()).isEmpty(),
                    "it is deleted and holds allocations");
            return;
        }
        JsonNode after = stage.get(server).good().body().path("server");
        String wanted = took(Contender.STOP) ? "SHUTOFF" : "ACTIVE";
        check(Stage.status(after).equals(wanted), "it is " + Stage.status(after) + ", not " + wanted);
        if (came(Contender.RESET)) {
            return; // Where it is then depends on how far the others were; the audit says whether all agrees.
        }
        boolean back = decision.equals("revert");
        JsonNode there = back ? before : moved;
        check(Stage.host(after).equals(Stage.host(there)), "it is on " + Stage.host(after));
        check(Stage.flavor(after).equals(Stage.flavor(there)), "it has flavor " + Stage.flavor(after));
        check(
                migration.status().equals(back ? MigrationRow.REVERTED : MigrationRow.CONFIRMED),
                "its migration is " + migration.status());
        UUID source = Objects.requireNonNull(migration.sourceProvider());
        UUID held = back ? source : Objects.requireNonNull(migration.destProvider());
        check(
                stage.cloud.api().allocations().ofServer(move.server()).stream()
                        .allMatch(row -> row.provider().equals(held)),
                "it holds something elsewhere");
    }
}
