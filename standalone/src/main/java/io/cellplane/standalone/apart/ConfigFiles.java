package io.cellplane.standalone.apart;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.standalone.cloud.CloudSecrets;
import io.cellplane.standalone.cloud.Elsewhere;
import io.cellplane.standalone.cloud.PrivateFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configuration file of each of our processes, as its {@code CELLPLANE_CONFIG} names it. */
record ConfigFiles(Path folder, CloudSecrets secrets, DatabaseSettings api, int temporal, Elsewhere services) {

    /** What every process of the control level is told. @return names and values, for {@link #write} */
    Map<String, Object> control(String name) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("cellplane.name", name);
        values.put("cellplane.secret-key-file", secrets.keyFile());
        values.put("cellplane.database.url", api.url());
        values.put("cellplane.database.user", api.user());
        values.put("cellplane.database.password-file", secrets.passwordFile(api.user()));
        values.put("cellplane.temporal.address", "127.0.0.1:" + temporal);
        return values;
    }

    /** The same, for those that speak with the neighbours too. */
    Map<String, Object> withServices(String name) {
        Map<String, Object> values = control(name);
        values.put("cellplane.services.identity-url", services.identityUrl());
        put(values, "cellplane.services.image-url", services.imageUrl());
        put(values, "cellplane.services.network-url", services.networkUrl());
        values.put("cellplane.services.region", services.region());
        values.put("cellplane.services.interfaces", services.interfaces());
        values.put("cellplane.services.ca-file", services.caFile());
        values.put("cellplane.services.user", services.user());
        values.put("cellplane.services.project", services.project());
        values.put("cellplane.services.password-file", services.passwordFile());
        return values;
    }

    private static void put(Map<String, Object> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    /** @return the environment of the process */
    Map<String, String> write(String name, Map<String, Object> values) {
        Path file = folder.resolve(name + ".yaml");
        PrivateFile.write(
                file,
                values.entrySet().stream()
                        .map(each -> each.getKey() + ": " + text(each.getValue()))
                        .collect(Collectors.joining("\n", "", "\n")));
        return Map.of("CELLPLANE_CONFIG", file.toString());
    }

    private static String text(Object value) {
        return value instanceof Iterable<?> || value instanceof Number ? value.toString() : "'" + value + "'";
    }
}
