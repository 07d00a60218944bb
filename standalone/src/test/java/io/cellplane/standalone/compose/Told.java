package io.cellplane.standalone.compose;

import io.cellplane.api.ApiConfig;
import io.cellplane.cellworker.CellWorkerConfig;
import io.cellplane.compute.config.HostConfig;
import io.cellplane.conductor.ConductorConfig;
import io.cellplane.conductor.Setup;
import io.cellplane.metadata.MetadataConfig;
import io.cellplane.process.config.Configuration;
import io.cellplane.standalone.compose.Compose.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one of our processes is told, as it reads it at its start: its defaults, the mounted file over them, the
 * container's environment over both.
 *
 * @param settings what the process works with
 * @param texts every setting with its value
 */
record Told(Service service, Record settings, Map<String, String> texts) {
    private record Known(String name, Class<? extends Record> type) {}

    private static final Map<String, Known> KNOWN = Map.of(
            "io.cellplane.api.Main", new Known("cellplane-api", ApiConfig.class),
            "io.cellplane.conductor.Main", new Known("conductor", ConductorConfig.class),
            "io.cellplane.conductor.Setup", new Known("setup", Setup.Settings.class),
            "io.cellplane.cellworker.Main", new Known("cell-worker", CellWorkerConfig.class),
            "io.cellplane.metadata.Main", new Known("metadata", MetadataConfig.class),
            "io.cellplane.compute.Main", new Known("compute-worker", HostConfig.class));

    static boolean isRead(Service service) {
        return KNOWN.containsKey(service.main());
    }

    /** @throws RuntimeException as the process's start would */
    static Told of(Compose compose, Service service) {
        Known process = Objects.requireNonNull(KNOWN.get(service.main()));
        Map<String, String> environment = new LinkedHashMap<>();
        service.map("environment").forEach((name, value) -> environment.put(name, String.valueOf(value)));
        String named = environment.get("CELLPLANE_CONFIG");
        Configuration<? extends Record> read = Configuration.of(
                process.name(), process.type(), named == null ? null : seen(compose, service, named), environment);
        Map<String, String> texts = read.values().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> String.valueOf(each.getValue())));
        return new Told(service, read.settings(), texts);
    }

    private static @Nullable Path seen(Compose compose, Service service, String file) {
        return compose.seen(service, file)
                .filter(Files::isRegularFile)
                .orElseThrow(() -> new IllegalStateException("there is no " + file));
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
