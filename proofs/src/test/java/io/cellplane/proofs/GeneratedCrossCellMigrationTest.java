package io.cellplane.proofs;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.testing.Sample;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The migrations of the whole product; the sample has them among the resizes. */
@EnabledIfSystemProperty(named = Sample.PROOFS, matches = Sample.ALL)
class GeneratedCrossCellMigrationTest extends GeneratedCrossCellTest {

    @Override
    List<Kind> kinds() {
        return List.of(Kind.MIGRATE);
    }
}
