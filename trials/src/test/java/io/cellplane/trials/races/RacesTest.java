package io.cellplane.trials.races;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.db.control.OperationRow;
import io.cellplane.standalone.client.CellLeaving;
import io.cellplane.testing.OneOf;
import io.cellplane.trials.MovesWithADeadCellTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients against each other, and clients who act at any moment, on a cloud that runs. {@code cellplane.rounds} says how
 * much of it, {@code cellplane.seed} repeats the choices.
 */
@OneOf({MovesWithADeadCellTest.class, RacesTest.class})
public class RacesTest {
    private static final int ROUNDS = Integer.getInteger("cellplane.rounds", 6);
    private static final int AT_ONCE = 5;
    private static final int EAGER = 4;
    private static final int WANDERERS = 4;

    @TempDir
    private static Path folder;

    private static Stage stage;

    private final long seed = Long.getLong("cellplane.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final Map<String, Integer> tally = new ConcurrentSkipListMap<>();

    @BeforeAll
    static void begin() {
        stage = new Stage(folder);
    }

    @AfterAll
    static void end() {
        stage.close();
    }

    /** Confirm, revert, the window and delete, with others beside them: the first half within a cell, then across. */
    @Test
    void one_wins() throws InterruptedException {
        System.out.printf("races: %d rounds, seed %d%n", ROUNDS, seed);
        assertThat(races(ROUNDS / 2)).as("seed %d", seed).isEmpty();
        try (CellLeaving _ = new CellLeaving(stage.cloud.file(), stage.client)) {
            assertThat(races(ROUNDS - ROUNDS / 2)).as("seed %d", seed).isEmpty();
        }
        assertThat(tally).containsKeys(Race.WITHIN, Race.ACROSS);
        tally.forEach((what, times) -> System.out.printf("races: %4d %s%n", times, what));
    }

    private List<String> races(int rounds) throws InterruptedException {
        List<String> wrongs = new ArrayList<>();
        for (int begun = 0; begun < rounds; begun += AT_ONCE) {
            List<Callable<List<String>>> races = new ArrayList<>();
            for (int i = 0; i < Math.min(AT_ONCE, rounds - begun); i++) {
                Random own = new Random(random.nextLong());
                String name = "race-" + begun + "-" + i;
                races.add(() -> new Race(stage, stage.boot(name), own, tally).run());
            }
            wrongs.addAll(Stage.together(races));
            wrongs.addAll(stage.wrongs());
        }
        return wrongs;
    }

    @Test
    void what_is_seen_may_be_acted_on() throws InterruptedException {
        int actions = ROUNDS * 5;
        System.out.printf("eager clients: %d actions, seed %d%n", actions, seed);
        List<Callable<List<String>>> clients = new ArrayList<>();
        for (int i = 0; i < EAGER; i++) {
            clients.add(new EagerClient(stage, "eager-" + i, actions / EAGER, false, new Random(random.nextLong())));
        }
        assertThat(Stage.together(clients)).as("seed %d", seed).isEmpty();
        settle();
        assertThat(stage.wrongs()).as("seed %d", seed).isEmpty();
    }

    /** Creates, resizes, migrations, their ends and deletes, while an operator changes one of the cells. */
    @Test
    void clients_are_served_while_an_operator_changes_a_cell() throws InterruptedException {
        int actions = ROUNDS * 3;
        String cell = random.nextBoolean() ? "cell1" : "cell2";
        System.out.printf("operator of %s: %d actions of clients, seed %d%n", cell, actions, seed);
        CountDownLatch working = new CountDownLatch(EAGER);
        List<Callable<List<String>>> works = new ArrayList<>();
        for (int i = 0; i < EAGER; i++) {
            EagerClient client =
                    new EagerClient(stage, "served-" + i, actions / EAGER, true, new Random(random.nextLong()));
            works.add(() -> {
                try {
                    return client.call();
                } finally {
                    working.countDown();
                }
            });
        }
        try (Operator operator =
                new Operator(stage, cell, new Random(random.nextLong()), () -> working.getCount() > 0)) {
            works.add(operator);
            assertThat(Stage.together(works)).as("seed %d", seed).isEmpty();
            settle();
            assertThat(stage.wrongs()).as("seed %d", seed).isEmpty();
            operator.tally().forEach((what, times) -> System.out.printf("operator: %4d %s%n", times, what));
        }
    }

    /** Names, descriptions, metadata, tags, locks and reports of power while servers go from cell to cell and back. */
    @Test
    void no_edit_is_lost() throws InterruptedException {
        int moves = Math.max(1, ROUNDS / 10);
        System.out.printf("edits: %d servers, %d moves each, seed %d%n", WANDERERS, moves, seed);
        Map<String, String> neighbours = new HashMap<>();
        stage.cloud
                .hypervisors()
                .keySet()
                .forEach(host -> neighbours.put(host, stage.boot("on-" + host, "nova:" + host)));
        List<Wanderer> wanderers = new ArrayList<>();
        List<Editor> editors = new ArrayList<>();
        for (int i = 0; i < WANDERERS; i++) {
            String name = "edited-" + i;
            String server = stage.boot(name);
            Wanderer wanderer = new Wanderer(stage, server, neighbours, moves, new Random(random.nextLong()));
            wanderers.add(wanderer);
            editors.add(new Editor(stage, server, name, new Random(random.nextLong()), wanderer::wanders));
        }
        List<Callable<List<String>>> works = new ArrayList<>(wanderers);
        works.addAll(editors);
        assertThat(Stage.together(works)).as("seed %d", seed).isEmpty();
        settle();
        for (Editor editor : editors) {
            editor.look("at the end");
            assertThat(editor.wrongs()).as("seed %d", seed).isEmpty();
        }
        neighbours
                .values()
                .forEach(server -> stage.act(server, Stage.reboot("HARD")).good());
        Awaitility.await("what hosts tell is shown")
                .atMost(Stage.SOON)
                .until(() -> wanderers.stream().allMatch(Wanderer::showsItsPower));
        settle();
        assertThat(stage.wrongs()).as("seed %d", seed).isEmpty();
        System.out.printf(
                "edits: %d acknowledged, %d refused%n",
                editors.stream().mapToInt(Editor::acknowledged).sum(),
                editors.stream().mapToInt(Editor::refused).sum());
    }

    /** Until nothing is being done to any server. */
    private static void settle() {
        Awaitility.await("nothing under way")
                .atMost(Stage.SOON)
                .until(() -> stage.cloud.api().operations().open().stream().noneMatch(OperationRow::isInTheWay));
    }
}
