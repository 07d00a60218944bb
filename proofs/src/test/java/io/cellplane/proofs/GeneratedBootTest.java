package io.cellplane.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The next host is in the same cell. */
class GeneratedBootTest extends GeneratedBoots {
    @Override
    World world(Path folder) {
        return new World(folder);
    }

    @Test
    void takes_six_steps() throws IOException {
        SeenSteps.agree("boot", steps);
        assertThat(steps)
                .containsExactly(
                        "Placement.Place",
                        "Ports.Bind",
                        "Records.Land",
                        "Hosts.Spawn",
                        "Hosts.Start",
                        "Records.Finish");
        assertThat(undoing)
                .startsWith(steps.subList(0, 4).toArray(String[]::new))
                .containsSubsequence("Hosts.Unspawn", "Records.Unland", "Ports.Release", "Placement.Unplace")
                .endsWith(steps.toArray(String[]::new));
    }
}
