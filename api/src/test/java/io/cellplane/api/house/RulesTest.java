package io.cellplane.api.house;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.cellplane.api.Cloud;
import io.cellplane.api.http.RouteRules.ActionRules;
import io.cellplane.api.http.RouteTable;
import io.cellplane.api.policy.Rule;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RulesTest {
    @Test
    void every_rule_is_asked_by_a_route_by_code_or_by_another_rule() {
        Set<Rule> asked = EnumSet.noneOf(Rule.class);
        try (Cloud cloud = Cloud.start("rules")) {
            cloud.server().part(RouteTable.class).entries().stream()
                    .map(RouteTable.Entry::rules)
                    .flatMap(route -> Stream.concat(
                            Stream.ofNullable(route.rule()),
                            route.actions().stream().map(ActionRules::rule)))
                    .forEach(asked::add);
        }
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.cellplane.api");
        classes.get(Rule.class).getFieldAccessesToSelf().stream()
                .filter(access -> !access.getOriginOwner().isEquivalentTo(Rule.class))
                .map(JavaFieldAccess::getTarget)
                .map(field -> Rule.valueOf(field.getName()))
                .forEach(asked::add);
        Set<String> named = Stream.of(Rule.values()).map(Rule::standard).collect(toSet());
        Stream.of(Rule.values())
                .filter(rule -> named.stream().anyMatch(check -> check.matches(".*rule:" + rule.id() + "\\b.*")))
                .forEach(asked::add);
        assertThat(asked).containsExactly(Rule.values());
    }
}
