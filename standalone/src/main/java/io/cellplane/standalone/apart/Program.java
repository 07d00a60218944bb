package io.cellplane.standalone.apart;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One process of a cloud apart.
 *
 * @param name what an operator calls it
 * @param environment over that of whoever starts it
 * @param port where it is reached on the loopback address
 * @param health the address that answers 200 when it is ready; null where a connection to its port says so
 */
public record Program(
        String name,
        Role role,
        List<String> command,
        Map<String, String> environment,
        int port,
        @Nullable String health,
        Path log) {

    /** What kind of process it is. */
    public enum Role {
        MARIADB,
        TEMPORAL,
        TEMPORAL_UI,
        NATS,
        SERVICES,
        CONDUCTOR,
        CELL_WORKER,
        COMPUTE_WORKER,
        API;

        /** As an operator writes it. */
        public String token() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    Path pidFile() {
        return log.resolveSibling(name + ".pid");
    }
}
