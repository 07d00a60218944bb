package io.cellplane.proofs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepName;
import java.util.UUID;

/** A step that is named by hand in one module is not found by the others. */
@AnalyzeClasses(
        packages = {"io.cellplane.workflows", "io.cellplane.activities", "io.cellplane.db", "io.cellplane.api"},
        importOptions = {ImportOption.DoNotIncludeTests.class, StepNamesTest.NoTestJars.class})
class StepNamesTest {
    /** The tests of another module, from which fixtures are taken here. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule STEPS_ARE_MADE_OF_THEIR_NAMES = noClasses()
            .should()
            .callConstructor(Step.class, UUID.class, String.class, int.class)
            .because(StepName.class.getSimpleName() + " has them all");
}
