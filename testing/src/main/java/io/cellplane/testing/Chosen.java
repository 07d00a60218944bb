package io.cellplane.testing;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips the tests that this run does not do. */
abstract class Chosen implements ExecutionCondition {
    private final String otherwise;

    /** @param otherwise why a test is skipped */
    Chosen(String otherwise) {
        this.otherwise = otherwise;
    }

    abstract boolean isChosen(Class<?> tests, Method test);

    @Override
    public final ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getTestMethod()
                .filter(test -> !isChosen(context.getRequiredTestClass(), test))
                .map(_ -> ConditionEvaluationResult.disabled(otherwise))
                .orElseGet(() -> ConditionEvaluationResult.enabled(null));
    }
}
