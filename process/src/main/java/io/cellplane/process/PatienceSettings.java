package io.cellplane.process;

import io.cellplane.contracts.Patience;
import io.micronaut.core.value.PropertyResolver;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** {@code cellplane.patience.*}: what an operator has set, over {@link Patience#standard()}; {@code host-silent: 30s}. */
public final class PatienceSettings {
    private static final String PREFIX = "cellplane.patience.";

    private PatienceSettings() {}

    /** @throws IllegalStateException for a value that is no duration */
    public static Patience of(PropertyResolver settings) {
        RecordComponent[] components = Patience.class.getRecordComponents();
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                Object standard = components[i].getAccessor().invoke(Patience.standard());
                String name = PREFIX + kebab(components[i].getName());
                values[i] = settings.getProperty(name, Duration.class)
                        .map(Object.class::cast)
                        .orElse(standard);
            }
            return Patience.class
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + PREFIX + "*", e);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
