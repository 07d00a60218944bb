package io.cellplane.compute.config;

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

/** Where the configuration comes from: the defaults, a file over them, the environment over both. */
public final class ConfigFiles {
    private static final String DEFAULTS = "compute-worker.yaml";
    private static final int BELOW_THE_ENVIRONMENT = YamlPropertySourceLoader.DEFAULT_POSITION;

    private ConfigFiles() {}

    /** @param file over the defaults; null for none */
    public static ApplicationContext context(@Nullable Path file) {
        List<PropertySource> sources = new ArrayList<>();
        try (InputStream defaults = ConfigFiles.class.getResourceAsStream("/" + DEFAULTS)) {
            if (defaults == null) {
                throw new IllegalStateException(DEFAULTS + " is missing");
            }
            sources.add(PropertySource.of("defaults", values(defaults), BELOW_THE_ENVIRONMENT));
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
