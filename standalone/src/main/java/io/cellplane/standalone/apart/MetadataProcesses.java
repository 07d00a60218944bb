package io.cellplane.standalone.apart;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.embedded.FreePort;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.CloudSecrets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The metadata process of each cell: what it is told, and where Neutron's metadata agents find it. */
final class MetadataProcesses {
    private final CloudSecrets secrets;
    private final String address;
    private final Map<String, Integer> ports = new LinkedHashMap<>();

    /** @param address where they listen */
    MetadataProcesses(CloudOptions options, CloudSecrets secrets, String address) {
        this.secrets = secrets;
        this.address = address;
        List<Integer> wanted = options.ports().metadata(options.cells());
        for (int i = 0; i < wanted.size(); i++) {
            ports.put(options.cellNames().get(i), FreePort.or(wanted.get(i)));
        }
    }

    /** {@code cell1=18775,cell2=18776}, as {@code neighbours/run} reads it. */
    String at() {
        return ports.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(","));
    }

    /** By cell. */
    Map<String, String> urls() {
        Map<String, String> urls = new TreeMap<>();
        ports.forEach((cell, port) -> urls.put(cell, "http://" + address + ":" + port));
        return urls;
    }

    /** @param databases the account that works on each cell's database */
    List<Program> programs(OwnProcesses own, ConfigFiles files, Function<String, DatabaseSettings> databases) {
        return ports.entrySet().stream()
                .map(each -> own.of(
                        "metadata-" + each.getKey(),
                        Program.Role.METADATA,
                        io.cellplane.metadata.Main.class,
                        files,
                        values(each.getKey(), each.getValue(), databases.apply(each.getKey()))))
                .toList();
    }

    private Map<String, Object> values(String cell, int port, DatabaseSettings database) {
        return new HashMap<>(Map.of(
                "cellplane.name",
                "metadata-" + cell,
                "cellplane.cell",
                cell,
                "cellplane.database.url",
                database.url(),
                "cellplane.database.user",
                database.user(),
                "cellplane.database.password-file",
                secrets.passwordFile(database.user()),
                "cellplane.guests.host",
                address,
                "cellplane.guests.port",
                port,
                "cellplane.guests.shared-secret-file",
                secrets.metadataFile()));
    }
}
