package io.cellplane.trials.kill;

import io.cellplane.contracts.Patience;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** How a process is told of a patience: by its environment. */
final class PatienceVariables {
    private static final String PREFIX = "CELLPLANE_PATIENCE_";

    private PatienceVariables() {}

    /** Those in which it is not the standard one. */
    static Map<String, String> of(Patience patience) {
        Map<String, String> variables = new HashMap<>();
        for (RecordComponent group : Patience.class.getRecordComponents()) {
            Object said = value(group, patience);
            Object standard = value(group, Patience.standard());
            for (RecordComponent time : group.getType().getRecordComponents()) {
                if (!value(time, said).equals(value(time, standard))) {
                    variables.put(
                            PREFIX + word(group) + "_" + word(time),
                            value(time, said).toString());
                }
            }
        }
        return variables;
    }

    private static Object value(RecordComponent component, Object of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " of a patience cannot be read", e);
        }
    }

    private static String word(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }
}
