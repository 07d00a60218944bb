package io.cellplane.standalone.compose;

import io.cellplane.api.ApiSettings;
import io.cellplane.cellworker.CellWorkerConfig;
import io.cellplane.compute.config.HostConfig;
import io.cellplane.conductor.ConductorConfig;
import io.cellplane.conductor.Setup;
import io.cellplane.contracts.Patience;
import io.cellplane.process.Configuration;
import io.cellplane.process.PatienceSettings;
import io.cellplane.standalone.compose.Compose.Service;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.yaml.snakeyaml.Yaml;

/**
 * What one of our processes is told, as it reads it at its start: its defaults, the mounted file over them, the
 * container's environment over both.
 *
 * @param settings the bean that the process works with
 * @param texts every known setting with its value
 * @param unknown what nothing reads
 */
record Told(Service service, Object settings, Map<String, String> texts, Set<String> unknown) {
    private static final Map<String, String> PROCESSES = Map.of(
            "io.cellplane.api.Main", "cellplane-api",
            "io.cellplane.conductor.Main", "conductor",
            "io.cellplane.conductor.Setup", "setup",
            "io.cellplane.cellworker.Main", "cell-worker",
            "io.cellplane.compute.Main", "compute-worker");
    private static final Map<String, Class<?>> BEANS = Map.of(
            "cellplane-api", ApiSettings.class,
            "conductor", ConductorConfig.class,
            "cell-worker", CellWorkerConfig.class,
            "compute-worker", HostConfig.class,
            "setup", Object.class);
    private static final Set<String> OUTSIDE = Set.of("CELLPLANE_CONFIG", "CELLPLANE_LOG");

    /** Starting a context takes a while, and most of these are the same from one look to the next. */
    private static final Map<String, Told> READ = new ConcurrentHashMap<>();

    static boolean isRead(Service service) {
        return PROCESSES.containsKey(service.main());
    }

    /** @throws RuntimeException as the process's start would */
    static Told of(Compose compose, Service service) {
        String process = PROCESSES.getOrDefault(service.main(), "");
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Object> environment = service.map("environment");
        Object file = environment.get("CELLPLANE_CONFIG");
        if (file != null) {
            Path seen = compose.seen(service, String.valueOf(file))
                    .filter(Files::isRegularFile)
                    .orElseThrow(() -> new IllegalStateException("there is no " + file));
            flatten("", Compose.yaml(Compose.read(seen)), values);
        }
        Set<String> known = known(process, values.keySet());
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(known);
        environment.forEach((name, value) -> known.stream()
                .filter(key -> name(key).equals(name))
                .findFirst()
                .ifPresentOrElse(key -> values.put(key, value), () -> {
                    if (!OUTSIDE.contains(name)) {
                        unknown.add(name);
                    }
                }));
        Told told = READ.computeIfAbsent(process + values, _ -> read(process, service, values, known, unknown));
        return new Told(service, told.settings, told.texts, unknown);
    }

    private static Told read(
            String process, Service service, Map<String, Object> values, Set<String> known, Set<String> unknown) {
        Path file = write(values);
        try (ApplicationContext context = Configuration.of(process, file)) {
            Class<?> bean = BEANS.getOrDefault(process, Object.class);
            Object settings = bean == Object.class ? service : context.getBean(bean);
            if (bean != Object.class) {
                PatienceSettings.of(context);
                context.getRequiredProperty("cellplane.health.port", Integer.class);
            }
            Map<String, String> texts = new LinkedHashMap<>();
            known.forEach(key -> context.getProperty(key, String.class).ifPresent(value -> texts.put(key, value)));
            return new Told(service, settings, texts, unknown);
        }
    }

    private static Path write(Map<String, Object> values) {
        try {
            Path file = Files.createTempFile("told", ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, new Yaml().dump(values));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all settings: each has its default, but for the cells of the registry. */
    private static Set<String> known(String process, Set<String> given) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        try (InputStream in = Told.class.getResourceAsStream("/" + process + ".yaml")) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            flatten("", Compose.yaml(text), defaults);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<String> known = new TreeSet<>(defaults.keySet());
        if (process.equals("setup")) {
            given.stream()
                    .filter(key -> key.startsWith("cellplane.cells."))
                    .filter(key -> Setup.cellSettings().contains(key.substring(key.lastIndexOf('.') + 1)))
                    .forEach(known::add);
        } else {
            Arrays.stream(Patience.class.getRecordComponents())
                    .map(RecordComponent::getName)
                    .map(each -> "cellplane.patience."
                            + each.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                    .forEach(known::add);
        }
        return known;
    }

    private static void flatten(String prefix, Map<String, Object> tree, Map<String, Object> flat) {
        tree.forEach((key, value) -> {
            if (value instanceof Map<?, ?>) {
                flatten(prefix + key + ".", Compose.map(value), flat);
            } else {
                flat.put(prefix + key, value);
            }
        });
    }

    /** How the environment spells a setting. */
    private static String name(String key) {
        return key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    String text(String key) {
        return texts.getOrDefault("cellplane." + key, "");
    }

    List<String> cells() {
        return switch (settings) {
            case CellWorkerConfig worker -> worker.cells();
            case HostConfig host -> List.of(host.cell());
            default -> List.of();
        };
    }

    List<String> hosts() {
        return settings instanceof HostConfig host ? host.hosts() : List.of();
    }
}
