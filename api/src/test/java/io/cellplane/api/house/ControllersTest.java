package io.cellplane.api.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.cellplane.api.http.Route;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.host.Verb;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.HttpMethodMapping;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

@AnalyzeClasses(packages = "io.cellplane.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ControllersTest {
    @ArchTest
    static final ArchRule CONTROLLERS_RUN_ON_VIRTUAL_THREADS = classes()
            .that()
            .areAnnotatedWith(Controller.class)
            .should()
            .beAnnotatedWith(new DescribedPredicate<JavaAnnotation<?>>("@ExecuteOn(BLOCKING)") {
                @Override
                public boolean test(JavaAnnotation<?> annotation) {
                    return annotation.getRawType().isEquivalentTo(ExecuteOn.class)
                            && annotation.get("value").orElse("").equals(TaskExecutors.BLOCKING);
                }
            });

    @ArchTest
    static final ArchRule ROUTES_SAY_THEIR_RULE = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Controller.class)
            .and()
            .areMetaAnnotatedWith(HttpMethodMapping.class)
            .should()
            .beAnnotatedWith(Route.class);

    @ArchTest
    static final ArchRule NO_WORKFLOW_CODE = noClasses()
            .should()
            .dependOnClassesThat(new DescribedPredicate<JavaClass>("belong to workflows or activities") {
                @Override
                public boolean test(JavaClass type) {
                    String name = type.getPackageName();
                    return name.startsWith("io.cellplane.workflows") || name.startsWith("io.cellplane.activities");
                }
            });

    @ArchTest
    static final ArchRule NO_CIRCLE_OF_PACKAGES =
            slices().matching("io.cellplane.api.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule QUESTIONS_TO_HOSTS_AND_NO_COMMANDS = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Command.class, Verb.class)
            .orShould()
            .callMethod(Subjects.class, "command", String.class, Verb.class);
}
