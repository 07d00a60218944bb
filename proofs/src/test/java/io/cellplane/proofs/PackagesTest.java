package io.cellplane.proofs;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;

/** Packages of one module stand above or below each other; api's test of its own has those of api. */
@AnalyzeClasses(packages = "io.cellplane", importOptions = ImportOption.DoNotIncludeTests.class)
class PackagesTest {
    /** Not yet: db, openstack, standalone. */
    private static final List<String> MODULES = List.of(
            "activities.cell",
            "activities.control",
            "compute",
            "contracts",
            "embedded",
            "process",
            "temporal",
            "workflows");

    /** The packages of one module, its own among them. */
    private record PackagesOf(String module) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return (name + ".").startsWith(module + ".") ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of " + module;
        }
    }

    @ArchTest
    static void no_two_packages_of_a_module_need_each_other(JavaClasses classes) {
        for (String module : MODULES) {
            slices().assignedFrom(new PackagesOf("io.cellplane." + module))
                    .should()
                    .beFreeOfCycles()
                    .check(classes);
        }
    }
}
