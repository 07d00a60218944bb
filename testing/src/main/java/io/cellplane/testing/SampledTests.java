package io.cellplane.testing;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips what is not in this run's sample. */
final class SampledTests extends Chosen {
    SampledTests() {
        super("not in this run's sample: ./cellplane test --proofs does all");
    }

    @Override
    boolean isChosen(Class<?> tests, Method test) {
        List<String> all = Stream.of(tests.getDeclaredMethods())
                .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
                .map(Method::getName)
                .distinct()
                .sorted()
                .toList();
        return Sample.isOneOfThree(tests.getName(), all.indexOf(test.getName()), all.size());
    }
}
