package io.cellplane.process;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a process's configuration comes from: its defaults, a file over them, the environment over both. */
public final class Configuration {
    private static final int BELOW_THE_ENVIRONMENT = YamlPropertySourceLoader.DEFAULT_POSITION;

    private Configuration() {}

    /** The file named by {@code CELLPLANE_CONFIG}, if any, over the defaults of that process. */
    public static ApplicationContext of(String process) {
        String file = System.getenv("CELLPLANE_CONFIG");
        return of(process, file == null ? null : Path.of(file));
    }

    /**
     * @param process its defaults are the resource {@code <process>.yaml}
     * @param file over the defaults; null for none
     */
    public static ApplicationContext of(String process, @Nullable Path file) {
        String defaults = process + ".yaml";
        List<PropertySource> sources = new ArrayList<>();
        try (InputStream input = Configuration.class.getResourceAsStream("/" + defaults)) {
            if (input == null) {
                throw new IllegalStateException(defaults + " is missing");
            }
            sources.add(PropertySource.of("defaults", values(input), BELOW_THE_ENVIRONMENT));
            if (file != null) {
                try (InputStream over = Files.newInputStream(file)) {
                    sources.add(PropertySource.of("file", values(over), BELOW_THE_ENVIRONMENT + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the configuration: " + e.getMessage(), e);
        }
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .propertySources(sources.toArray(PropertySource[]::new))
                .start();
    }

    private static Map<String, Object> values(InputStream yaml) throws IOException {
        return new YamlPropertySourceLoader().read("configuration", yaml);
    }
}
