package io.cellplane.testing;

import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips the classes that this run does not do, before they begin anything. */
final class OneClass implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Class<?> tests = context.getRequiredTestClass();
        while (tests.isMemberClass()) {
            tests = tests.getEnclosingClass();
        }
        List<Class<?>> classes = AnnotationSupport.findAnnotation(tests, OneOf.class)
                .map(among -> List.of(among.value()))
                .orElseThrow();
        return Sample.of(classes.getFirst().getName(), classes).contains(tests)
                ? ConditionEvaluationResult.enabled(null)
                : ConditionEvaluationResult.disabled(
                        "this run does another of its kind: ./cellplane test --proofs does all");
    }
}
