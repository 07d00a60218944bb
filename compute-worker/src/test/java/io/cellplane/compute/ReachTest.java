package io.cellplane.compute;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

/** A host reaches its bus and its hypervisor, nothing else. */
@AnalyzeClasses(packages = "io.cellplane.compute", importOptions = ImportOption.DoNotIncludeTests.class)
class ReachTest {
    @ArchTest
    static final ArchRule KNOWS_NO_DATABASE_AND_NO_TEMPORAL = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "io.temporal..",
                    "io.cellplane.db..",
                    "io.cellplane.workflows..",
                    "io.cellplane.activities..",
                    "io.cellplane.api..");

    @ArchTest
    static final ArchRule THE_AGENT_KNOWS_NO_DRIVER = noClasses()
            .that()
            .resideInAnyPackage("io.cellplane.compute.agent..", "io.cellplane.compute.journal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.cellplane.compute.hypervisor.simulated..");

    @Test
    void has_neither_on_its_class_path() {
        assertThat(DriverManager.drivers()).isEmpty();
        assertThatThrownBy(() -> Class.forName("io.temporal.client.WorkflowClient"))
                .isInstanceOf(ClassNotFoundException.class);
    }
}
