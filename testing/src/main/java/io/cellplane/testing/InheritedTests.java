package io.cellplane.testing;

import java.lang.reflect.Method;
import java.util.List;

/** Skips what this run does in another class. */
final class InheritedTests extends Chosen {
    InheritedTests() {
        super("this run does it in another class: ./cellplane test --proofs does it in all");
    }

    @Override
    boolean isChosen(Class<?> tests, Method test) {
        List<Class<?>> classes = List.of(tests.getAnnotation(InOneOf.class).value());
        return test.getDeclaringClass().equals(tests)
                || !classes.contains(tests)
                || Sample.of(test.getName(), classes).contains(tests);
    }
}
