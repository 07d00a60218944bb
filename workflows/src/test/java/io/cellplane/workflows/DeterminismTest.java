package io.cellplane.workflows;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Random;
import java.util.UUID;

/** What would make a workflow run differently when it is replayed cannot be used in one. */
@AnalyzeClasses(packages = "io.cellplane.workflows", importOptions = ImportOption.DoNotIncludeTests.class)
class DeterminismTest {
    @ArchTest
    static final ArchRule KNOWS_ONLY_CONTRACTS_AND_THE_SDK = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "io.cellplane.workflows..",
                    "io.cellplane.temporal.flow",
                    "io.cellplane.temporal.step",
                    "io.cellplane.contracts..",
                    "io.temporal..",
                    "com.uber.m3.tally", // a workflow's own scope, which is silent in a replay
                    "org.jspecify.annotations",
                    "java.lang..",
                    "java.time..",
                    "java.util"));

    @ArchTest
    static final ArchRule NO_THREADS_NO_INPUT_NO_OUTPUT = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("java.util.concurrent..", "java.net..", "java.sql..", "java.io..", "java.nio..")
                            .or(resideInAnyPackage("io.micronaut..", "org.slf4j..")))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ThreadLocal.class);

    @ArchTest
    static final ArchRule NO_CLOCK_BUT_THE_WORKFLOWS = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule NO_CHANCE_BUT_THE_WORKFLOWS = noClasses()
            .should()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Random.class);

    @ArchTest
    static final ArchRule NO_COLLECTION_WITHOUT_AN_ORDER =
            noClasses().should().dependOnClassesThat().belongToAnyOf(HashMap.class, HashSet.class);

    @ArchTest
    static final ArchRule NOTHING_SHARED_BETWEEN_RUNS =
            fields().that().areStatic().should().beFinal();
}
