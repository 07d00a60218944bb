package io.cellplane.testing;

import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips what this run does in another class. */
final class InheritedTests implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getTestMethod()
                .filter(test -> !isChosen(context.getRequiredTestClass(), test))
                .map(_ -> ConditionEvaluationResult.disabled(
                        "this run does it in another class: ./cellplane test --proofs does it in all"))
                .orElseGet(() -> ConditionEvaluationResult.enabled(null));
    }

    private static boolean isChosen(Class<?> tests, Method test) {
        List<Class<?>> classes = List.of(tests.getAnnotation(InOneOf.class).value());
        return test.getDeclaringClass().equals(tests)
                || !classes.contains(tests)
                || Sample.of(test.getName(), classes).contains(tests);
    }
}
