package io.cellplane.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Of the tests that these classes inherit each run does each in one of them, as {@link Sample} chooses; what a class declares
 * itself, always. Stands on what they inherit from.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(InheritedTests.class)
public @interface InOneOf {
    Class<?>[] value();
}
