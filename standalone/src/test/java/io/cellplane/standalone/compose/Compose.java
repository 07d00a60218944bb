package io.cellplane.standalone.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** A folder with a {@code compose.yaml} and what it mounts. */
record Compose(Path folder, String text, Map<String, Object> tree) {

    static Compose in(Path folder) {
        String text = read(folder.resolve("compose.yaml"));
        return new Compose(folder, text, yaml(text));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> yaml(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(1000);
        return map(new Yaml(options).load(text));
    }

    /** What is below a key, empty where nothing is. */
    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> given) {
            given.forEach((key, each) -> map.put(String.valueOf(key), each));
        }
        return map;
    }

    static List<String> list(@Nullable Object value) {
        return value instanceof List<?> given
                ? given.stream().map(String::valueOf).toList()
                : List.of();
    }

    Map<String, Object> declared(String kind) {
        return map(tree.get(kind));
    }

    List<Service> services() {
        return declared("services").entrySet().stream()
                .map(each -> new Service(each.getKey(), map(each.getValue())))
                .toList();
    }

    Optional<Service> service(String name) {
        return services().stream().filter(each -> each.name.equals(name)).findFirst();
    }

    /** The file that the service sees at that place. */
    Optional<Path> seen(Service service, String place) {
        return service.mounts().entrySet().stream()
                .filter(each -> each.getValue().startsWith("./"))
                .filter(each -> place.equals(each.getKey()) || place.startsWith(each.getKey() + "/"))
                .map(each -> folder.resolve(each.getValue().substring(2)
                        + place.substring(each.getKey().length())))
                .findFirst();
    }

    /** One container. */
    record Service(String name, Map<String, Object> tree) {
        String image() {
            return String.valueOf(tree.getOrDefault("image", ""));
        }

        List<String> list(String key) {
            return Compose.list(tree.get(key));
        }

        Map<String, Object> map(String key) {
            return Compose.map(tree.get(key));
        }

        /** Places in the container and what lies there: {@code ./...} or the name of a volume. */
        Map<String, String> mounts() {
            Map<String, String> mounts = new LinkedHashMap<>();
            list("volumes").forEach(each -> {
                String[] parts = each.split(":", -1);
                mounts.put(parts[1], parts[0]);
            });
            return mounts;
        }

        List<String> health() {
            return Compose.list(map("healthcheck").get("test"));
        }

        boolean sees(Service other) {
            return list("networks").stream().anyMatch(other.list("networks")::contains);
        }

        /** The class whose {@code main} it runs; empty where it is none of ours. */
        String main() {
            List<String> command = list("command");
            return !command.isEmpty() && command.getFirst().startsWith("io.cellplane.") ? command.getFirst() : "";
        }
    }
}
