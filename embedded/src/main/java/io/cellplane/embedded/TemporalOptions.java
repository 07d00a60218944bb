package io.cellplane.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a Temporal is to be started with.
 *
 * @param data the folder of the dev server's file and log
 * @param address an external server, which is then used and nothing is started
 * @param program {@code temporal-server}, or the {@code temporal} program with its dev server; without one the in-memory server serves
 * @param port gRPC port on the loopback address, 0 takes a free one
 * @param uiPort web UI's port on the loopback address, 0 takes a free one
 * @param keywords names of the search attributes of type Keyword that must exist
 */
public record TemporalOptions(
        Path data, Optional<String> address, Optional<Path> program, int port, int uiPort, List<String> keywords) {
    private static final String ADDRESS = "TEMPORAL_ADDRESS";

    /**
     * On free ports, with what this process finds: {@code TEMPORAL_ADDRESS} as a system property or in the environment,
     * and {@code temporal-server} or {@code temporal} where {@link Programs#find} looks.
     */
    public static TemporalOptions in(Path data, List<String> keywords) {
        var address = Optional.ofNullable(System.getProperty(ADDRESS))
                .or(() -> Optional.ofNullable(System.getenv(ADDRESS)))
                .filter(text -> !text.isBlank());
        return new TemporalOptions(
                data.toAbsolutePath().normalize(),
                address,
                Programs.find(TemporalServer.PROGRAM).or(() -> Programs.find("temporal")),
                0,
                0,
                List.copyOf(keywords));
    }

    /** The same on these ports. */
    public TemporalOptions onPorts(int grpc, int ui) {
        return new TemporalOptions(data, address, program, grpc, ui, keywords);
    }

    /** The same, but inside this JVM whatever else there is. */
    public TemporalOptions inMemory() {
        return new TemporalOptions(data, Optional.empty(), Optional.empty(), port, uiPort, keywords);
    }

    /** The same, but never an external server: for tests of the dev server. */
    public TemporalOptions ownServer() {
        return new TemporalOptions(data, Optional.empty(), program, port, uiPort, keywords);
    }
}
