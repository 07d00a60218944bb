package io.cellplane.process.config;

import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.cellplane.contracts.Patience;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a process is told: its defaults, a file over them, the environment over both. All of {@code cellplane} is a record,
 * {@code cellplane.nats.password-file} its {@code nats().passwordFile()}; what the record does not have, or cannot take, is
 * refused. Each setting has its default in {@code <process>.yaml}, but for those of {@link Patience}, whose defaults are
 * {@link Patience#standard()}, and those that may be null.
 *
 * @param settings the record
 * @param values as they were given, by their whole names: those of {@code cellplane}, and whatever else the defaults have
 */
public record Configuration<T extends Record>(T settings, Map<String, Object> values) {
    private static final String ROOT = "cellplane.";
    private static final String PATIENCE = ROOT + "patience.";
    private static final String ENVIRONMENT = "CELLPLANE_";
    private static final String FILE = ENVIRONMENT + "CONFIG";
    /** In the environment of a process, but no settings of it. */
    private static final Set<String> OTHERS = Set.of(
            FILE,
            ENVIRONMENT + "LOG",
            ENVIRONMENT + "FAULT_POINTS",
            ENVIRONMENT + "JAVA_OPTS",
            ENVIRONMENT + "TOOLS",
            ENVIRONMENT + "DEBUG");

    /** A value and where it stands. */
    private record Value(String where, Object given) {}

    /**
     * What this process is told: its environment, which may name the file in {@code CELLPLANE_CONFIG}.
     *
     * @throws WrongSetting naming what is misspelt, unknown, missing, of a wrong type or out of range
     */
    public static <T extends Record> Configuration<T> of(String process, Class<T> type) {
        Map<String, String> environment = System.getenv();
        String file = environment.get(FILE);
        return of(process, type, file == null ? null : Path.of(file), environment);
    }

    /** The same from a file and an environment of others. */
    public static <T extends Record> Configuration<T> of(
            String process, Class<T> type, @Nullable Path file, Map<String, String> environment) {
        return read(process, type, file == null ? new Source("", Map.of()) : Source.file(file), environment);
    }

    /** The same from inside of a process, by whole names. */
    public static <T extends Record> Configuration<T> of(String process, Class<T> type, Map<String, Object> given) {
        return read(process, type, new Source("given", given), Map.of());
    }

    private static <T extends Record> Configuration<T> read(
            String process, Class<T> type, Source over, Map<String, String> environment) {
        Source defaults = Source.resource(process + ".yaml");
        Source patience = Source.nested("Patience", Values.MAPPER.convertValue(Patience.standard(), Map.class));
        Map<String, Value> values = new TreeMap<>();
        patience.values().forEach((key, value) -> values.put(PATIENCE + key, new Value(patience.name(), value)));
        defaults.values().forEach((key, value) -> values.put(key, new Value(defaults.name(), value)));
        Set<String> tops =
                defaults.values().keySet().stream().map(Configuration::top).collect(Collectors.toSet());
        Collection<String> given = new ArrayList<>(values.keySet());
        given.addAll(over.values().keySet());
        Map<String, RecordComponent> keys = Keys.of(type, ROOT, given);
        values.keySet().removeIf(key -> key.startsWith(PATIENCE) && !keys.containsKey(key));
        over.values().forEach((key, value) -> {
            if (key.startsWith(ROOT) || !tops.contains(top(key))) {
                Keys.check(over.name(), key, keys.keySet());
            }
            values.put(key, new Value(over.name(), value));
        });
        environment(environment, keys.keySet(), values);
        return new Configuration<>(bound(type, keys, values), given(values));
    }

    private static String top(String key) {
        return key.split("\\.", 2)[0];
    }

    private static void environment(
            Map<String, String> environment, Collection<String> keys, Map<String, Value> values) {
        Map<String, String> names = new LinkedHashMap<>();
        keys.forEach(key -> names.put(key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT), key));
        environment.forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT) && !OTHERS.contains(name)) {
                Keys.check("the environment", name, names.keySet());
                values.put(names.getOrDefault(name, name), new Value(name, value));
            }
        });
    }

    private static <T> T bound(Class<T> type, Map<String, RecordComponent> keys, Map<String, Value> values) {
        Map<String, Object> tree = new HashMap<>();
        keys.forEach((key, component) -> {
            Value value = values.get(key);
            if (value != null) {
                put(
                        tree,
                        List.of(key.substring(ROOT.length()).split("\\.")),
                        Values.taken(value.where() + ": " + key, value.given(), component));
            } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                throw new WrongSetting(key + " is not set");
            }
        });
        try {
            return Values.MAPPER.convertValue(tree, type);
        } catch (IllegalArgumentException e) {
            throw refused(e, values);
        }
    }

    /** What a record does not take: the message of its own exception begins with the name of its setting. */
    private static RuntimeException refused(IllegalArgumentException e, Map<String, Value> values) {
        if (!(e.getCause() instanceof ValueInstantiationException mapping
                && mapping.getCause() instanceof IllegalArgumentException problem)) {
            return e;
        }
        String group = mapping.getPath().stream()
                .map(step -> step.getFieldName() + ".")
                .collect(Collectors.joining());
        String message = ROOT + group + problem.getMessage();
        Value value = values.get(message.split(" ", 2)[0]);
        return new WrongSetting(value == null ? message : value.where() + ": " + message);
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, List<String> path, Object value) {
        if (path.size() == 1) {
            tree.put(path.getFirst(), value);
        } else {
            Object below = tree.computeIfAbsent(path.getFirst(), _ -> new HashMap<String, Object>());
            put((Map<String, Object>) below, path.subList(1, path.size()), value);
        }
    }

    private static Map<String, Object> given(Map<String, Value> values) {
        Map<String, Object> given = new TreeMap<>();
        values.forEach((key, value) -> given.put(key, value.given()));
        return given;
    }
}
