package io.cellplane.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Of these classes, which are alike and take long, each run does one, as {@link Sample} chooses it. Stands on each of them. */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OneClass.class)
public @interface OneOf {
    Class<?>[] value();
}
