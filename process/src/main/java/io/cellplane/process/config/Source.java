package io.cellplane.process.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Settings from one place by their whole names: {@code cellplane.health.port}, nested or written out in YAML. */
record Source(String name, Map<String, Object> values) {

    /** What is found beside the classes. */
    static Source resource(String name) {
        try (InputStream yaml = Source.class.getResourceAsStream("/" + name)) {
            if (yaml == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return read(name, yaml);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + name, e);
        }
    }

    static Source file(Path file) {
        try (InputStream yaml = Files.newInputStream(file)) {
            return read(file.toString(), yaml);
        } catch (IOException e) {
            throw new WrongSetting("cannot read " + file + ": " + e);
        }
    }

    /** Of names that stand in each other. */
    static Source nested(String name, @Nullable Object values) {
        Source source = new Source(name, new LinkedHashMap<>());
        source.add("", values);
        return source;
    }

    private static Source read(String name, InputStream yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Object read;
        try {
            read = new Yaml(new SafeConstructor(options)).load(yaml);
        } catch (YAMLException e) {
            throw new WrongSetting(name + ": " + e.getMessage());
        }
        if (read != null && !(read instanceof Map<?, ?>)) {
            throw new WrongSetting(name + " holds no settings");
        }
        return nested(name, read);
    }

    private void add(String key, @Nullable Object value) {
        if (value instanceof Map<?, ?> below) {
            below.forEach((name, each) -> add(key.isEmpty() ? String.valueOf(name) : key + "." + name, each));
        } else if (value != null) {
            values.put(key, value);
        } else if (!key.isEmpty()) {
            throw new WrongSetting(name + ": " + key + " has no value");
        }
    }
}
