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
 * @param entry words before the command that bring it where it runs, as into the room of a host; the process that has
 *     the command alone is then the one that is meant
 * @param port where it is reached, 0 where it is not
 * @param health what tells that it is ready: an {@code http} address that answers 200, a {@code tcp} address that takes a
 *     connection, the pid file of a {@code room}, a {@code file} that is there then; null where its port on the loopback address does
 */
public record Program(
        String name,
        Role role,
        List<String> entry,
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
        METADATA,
        API,
        FABRIC,
        HOST,
        LIBVIRTD;

        /** As an operator writes it. */
        public String token() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** One that runs where everything runs. */
    public Program(
            String name,
            Role role,
            List<String> command,
            Map<String, String> environment,
            int port,
            @Nullable String health,
            Path log) {
        this(name, role, List.of(), command, environment, port, health, log);
    }

    Path pidFile() {
        return log.resolveSibling(name + ".pid");
    }
}
