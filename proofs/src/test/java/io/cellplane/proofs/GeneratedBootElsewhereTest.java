package io.cellplane.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.Patience;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each next host is in another cell: the record goes first. */
class GeneratedBootElsewhereTest extends GeneratedBoots {
    @Override
    World world(Path folder) {
        World world = new World(folder, List.of("cell1", "cell2", "cell3"), null, Patience.hasty());
        world.host("cell1", "host1", 262144);
        world.host("cell2", "host2", 65536);
        world.host("cell3", "host3", 32768);
        world.reported();
        return world;
    }

    @Test
    void the_record_goes_first() {
        assertThat(undoing)
                .containsSubsequence(
                        "Placement.Unplace",
                        "Placement.Place",
                        "CellMoves.Copy",
                        "CellMoves.CutOver",
                        "CellMoves.Settle",
                        "Ports.Bind",
                        "Records.Land",
                        "Hosts.Spawn",
                        "Hosts.Start",
                        "Records.Finish");
    }
}
