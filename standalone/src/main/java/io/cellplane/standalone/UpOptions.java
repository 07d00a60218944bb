package io.cellplane.standalone;

import io.cellplane.contracts.Patience;
import io.cellplane.db.api.Quota;
import io.cellplane.embedded.EmbeddedMariaDb;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.HostSize;
import io.cellplane.standalone.cloud.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options that {@code up} understands, and those who start a cloud of their own. */
final class UpOptions {
    static final String HELP = """
            Options of up; each may also be given in the environment (--api-port as CELLPLANE_API_PORT):
              --data FOLDER           where everything lies (.cellplane)
              --api-port PORT         8774
              --identity-port PORT    5000
              --image-port PORT       9292
              --network-port PORT     9696
              --temporal-port PORT    7233, of a Temporal of its own
              --temporal-ui-port PORT 8233
              --free-ports            takes any free ports instead; the output and clouds.yaml name them
              --hosts N               simulated hosts in each cell (4)
              --host-vcpus N, --host-memory MIB, --host-disk GIB    of each host (64, 262144, 4096)
              --spawn-millis N        how long a host takes to make a guest (0)
              --no-quota              projects may have any number of servers
              --memory-temporal       the in-memory Temporal, whatever else there is
              --apart                 separate processes on real servers, which go on when this command ends
              --fast                  gives up that the data survive a loss of power: for tests
              --hasty                 every timeout short: for tests
            """;
    private static final Set<String> NAMES = Set.of(
            "--data",
            "--api-port",
            "--identity-port",
            "--image-port",
            "--network-port",
            "--temporal-port",
            "--temporal-ui-port",
            "--hosts",
            "--host-vcpus",
            "--host-memory",
            "--host-disk",
            "--spawn-millis");
    private static final Set<String> FLAGS =
            Set.of("--free-ports", "--no-quota", "--memory-temporal", "--apart", "--fast", "--hasty");

    private UpOptions() {}

    static CloudOptions of(List<String> words) {
        return of(words, System.getenv());
    }

    static CloudOptions of(List<String> words, Map<String, String> environment) {
        Arguments given = new Arguments(words, environment, NAMES, FLAGS);
        Path home = home();
        CloudOptions options = CloudOptions.in(
                        given.text("--data").map(Path::of).orElse(home), EmbeddedMariaDb.baseIn(home))
                .withPorts(ports(given))
                .withHosts(
                        given.number("--hosts", 4),
                        new HostSize(
                                given.number("--host-vcpus", 64),
                                given.number("--host-memory", 262_144),
                                given.number("--host-disk", 4096)))
                .withSpawn(Duration.ofMillis(given.number("--spawn-millis", 0)))
                .withMemoryTemporal(given.flag("--memory-temporal"))
                .withFast(given.flag("--fast"))
                .withPatience(given.flag("--hasty") ? Patience.hasty() : Patience.standard());
        return given.flag("--no-quota") ? options.withQuota(Quota.Limits.none()) : options;
    }

    /** The folder of the data where nobody says otherwise. */
    static Path home() {
        return Path.of(System.getProperty("cellplane.root", "."))
                .toAbsolutePath()
                .normalize()
                .resolve(".cellplane");
    }

    private static Ports ports(Arguments given) {
        Ports usual = given.flag("--free-ports") ? Ports.free() : Ports.known();
        return new Ports(
                given.number("--api-port", usual.api()),
                given.number("--identity-port", usual.identity()),
                given.number("--image-port", usual.image()),
                given.number("--network-port", usual.network()),
                given.number("--temporal-port", usual.temporal()),
                given.number("--temporal-ui-port", usual.temporalUi()));
    }
}
