package io.cellplane.proofs.races;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.standalone.client.CellLeaving;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients against each other, and clients who act at any moment, on a cloud that runs. {@code cellplane.rounds} says how
 * much of it, {@code cellplane.seed} repeats the choices.
 */
class RacesTest {
    private static final int ROUNDS = Integer.getInteger("cellplane.rounds", 20);
    private static final int AT_ONCE = 5;

    @TempDir
    private static Path folder;

    private static Stage stage;

    private final long seed = Long.getLong("cellplane.seed", new Random().nextLong());
    private final Random random = new Random(seed);

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
    void oneWins() throws InterruptedException {
        System.out.printf("races: %d rounds, seed %d%n", ROUNDS, seed);
        assertThat(races(ROUNDS / 2)).as("seed %d", seed).isEmpty();
        try (CellLeaving _ = new CellLeaving(stage.cloud.file(), stage.client)) {
            assertThat(races(ROUNDS - ROUNDS / 2)).as("seed %d", seed).isEmpty();
        }
    }

    private List<String> races(int rounds) throws InterruptedException {
        List<String> wrongs = new ArrayList<>();
        for (int begun = 0; begun < rounds; begun += AT_ONCE) {
            List<Callable<List<String>>> races = new ArrayList<>();
            for (int i = 0; i < Math.min(AT_ONCE, rounds - begun); i++) {
                Random own = new Random(random.nextLong());
                String name = "race-" + begun + "-" + i;
                races.add(() -> new Race(stage, stage.boot(name), own).run());
            }
            wrongs.addAll(Stage.together(races));
            wrongs.addAll(stage.wrongs());
        }
        return wrongs;
    }
}
