package io.cellplane.process.config;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names of all settings of a record, with what takes them: {@code passwordFile} is {@code password-file}. */
final class Keys {
    private static final KebabCaseStrategy NAMES = new KebabCaseStrategy();

    private Keys() {}

    /** @param given names that are in use, which say what a map has */
    static Map<String, RecordComponent> of(Class<?> type, String prefix, Collection<String> given) {
        Map<String, RecordComponent> keys = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = prefix + NAMES.translate(component.getName());
            if (component.getType().isRecord()) {
                keys.putAll(of(component.getType(), key + ".", given));
            } else if (component.getGenericType() instanceof ParameterizedType map
                    && map.getRawType() == Map.class
                    && map.getActualTypeArguments()[1] instanceof Class<?> entry) {
                given.stream()
                        .filter(each -> each.startsWith(key + "."))
                        .map(each -> each.substring(key.length() + 1).split("\\.", 2)[0])
                        .distinct()
                        .forEach(each -> keys.putAll(of(entry, key + "." + each + ".", given)));
            } else {
                keys.put(key, component);
            }
        }
        return keys;
    }

    /** Refuses a name that is not among the known ones, and says which of them is spelled most like it. */
    static void check(String where, String name, Collection<String> known) {
        if (!known.contains(name)) {
            String nearest = known.stream()
                    .min(Comparator.comparingInt(each -> distance(name, each)))
                    .orElseThrow();
            throw new WrongSetting(where + ": there is no setting " + name + ", the nearest is " + nearest);
        }
    }

    /** How many characters are to be put in, left out or changed to make one of the other (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
