package io.cellplane.standalone.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docker/compose.yaml} and all that it mounts, against the settings that the processes really read. */
final class ComposeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    /** With secrets that its own script makes now, whatever lies there. */
    @BeforeAll
    static void prepare() throws IOException {
        copy(ROOT.resolve("docker"), shared, List.of("secrets", "tools"));
        Process script = new ProcessBuilder("bash", shared.resolve("secrets.sh").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(script.onExit()).succeedsWithin(Duration.ofSeconds(30));
        assertThat(script.exitValue()).isZero();
    }

    private static List<String> problems(Path docker) {
        Compose compose = Compose.in(docker);
        List<String> found = new ArrayList<>(new Structure(compose, ROOT).problems());
        found.addAll(Reach.problems(compose));
        return found;
    }

    @Test
    void fits_the_processes() {
        assertThat(problems(shared)).isEmpty();
    }

    /** One thing is changed in one file, and that is noticed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            compose.yaml | CELLPLANE_DATABASE_URL | CELLPLANE_DATABASE_URI | there is no setting CELLPLANE_DATABASE_URI
            compose.yaml | CELLPLANE_HEALTH_PORT: 9100 | CELLPLANE_HEALTH_PORT: 9200 | is asked elsewhere than on 9200
            compose.yaml | CELLPLANE_HEALTH_PORT: 9100 | CELLPLANE_HEALTH_PORT: soon | does not start
            compose.yaml | CELLPLANE_HEALTH_HOST: 0.0.0.0 | CELLPLANE_HEALTH_HOST: 127.0.0.1 | shows its health to itself
            compose.yaml | mysql-control:3306 | mysql-contrl:3306 | does not reach mysql://mysql-contrl
            compose.yaml | CELLPLANE_DATABASE_USER: cellplane_api | CELLPLANE_DATABASE_USER: cell0 | counts on this
            compose.yaml | temporal:7233 | temporal:7234 | does not reach tcp://temporal:7234
            compose.yaml | http://neighbours:9696 | http://neighbours:9797 | asks neighbours on 9797
            compose.yaml | CELLPLANE_NAME: api | CELLPLANE_NAME: api-1 | lets no answer through to api-1
            compose.yaml | CELLPLANE_NATS_PASSWORD_FILE: /run/secrets/nats-api | CELLPLANE_NATS_PASSWORD: letmein | told a secret
            compose.yaml | MYSQL_USER: temporal | MYSQL_PWD: temporal | told a secret
            compose.yaml | MYSQL_USER: temporal | MYSQL_USER: ${ANYBODY} | nothing makes the variable ${ANYBODY
            compose.yaml | mysql-api, nats-api, | nats-api, | api is not given the secret mysql-api
            compose.yaml | secrets: [nats-cell1-host1] | secrets: [nats-cell1-host1, mysql-api] | has no use for it
            compose.yaml | ./secrets/grafana-admin | ./secrets/grafana | secrets.sh makes no secret grafana-admin
            compose.yaml | ./config/cell1-host1.yaml | ./config/cell1-host9.yaml | mounts ./config/cell1-host9.yaml
            compose.yaml | '      mysql-cell2: {condition' | '      mysql-cell3: {condition' | waits for mysql-cell3
            compose.yaml | prom/prometheus:v3.5.0 | prom/prometheus:latest | is open
            compose.yaml | nats:2.15.2-alpine | nats:2.9.0-alpine | is not the version that is tested
            compose.yaml | MODULE: cell-worker | MODULE: cellworker | which is no module
            compose.yaml | io.cellplane.compute.Main | io.cellplane.compute.Mian | runs io.cellplane.compute.Mian
            compose.yaml | networks: [cell1-hosts] | networks: [control, cell1-hosts] | could reach mysql-control
            compose.yaml | networks: [control, cell1-bus] | networks: [control] | does not reach nats://nats-cell1
            compose.yaml | ['127.0.0.1:8774:8774'] | ['8774:8774'] | is open to everybody
            compose.yaml | , healthcheck: *ready | '' | has no health check
            compose.yaml | networks: [cell1-data] | networks: [control] | metadata-cell1 could reach temporal
            compose.yaml | CELLPLANE_DATABASE_USER: metadata_cell2 | CELLPLANE_DATABASE_USER: cell2 | metadata-cell2 counts on this
            prometheus/prometheus.yml | metadata-cell2:9100 | metadata-cell2:9101 | nobody takes the measures of metadata-cell2
            config/cell1-host1.yaml | password-file: | passwordfile: | there is no setting cellplane.nats.passwordfile
            config/cell1-host1.yaml | password-file: /run/secrets/nats-cell1-host1 | password: open | holds a secret
            config/cell1-host1.yaml | hosts: [cell1-host1] | hosts: [cell1-host7] | does not speak as cell1-host7
            config/cell1-host1.yaml | cell: cell1 | cell: cell7 | belongs to cell7, which is not entered
            config/cell1-host1.yaml | driver: simulated | vcpu: 3 | there is no setting cellplane.hypervisor.vcpu
            config/cell1-host1.yaml | nats-cell1:4222 | nats-cell2:4222 | does not reach nats://nats-cell2:4222
            config/cell-worker-cell1.yaml | cell1, cell0 | cell1 | cell0 has 0 cell-workers
            config/cell-worker-cell1.yaml | user: cell-worker | user: worker | the bus knows neither worker
            config/cell1-host1.yaml | user: cell1-host1 | user: cell1-host2 | does not speak as cell1-host1
            config/cell-worker-cell1.yaml | name: cell-worker-cell1 | name: other | is not what is generated
            config/setup.yaml | bus-url: nats://nats-cell2:4222 | bus: nats://nats-cell2:4222 | there is no setting cellplane.cells.cell2.bus
            config/setup.yaml | user: cell2 | user: cell1 | counts on this in mysql-cell2
            config/setup.yaml | nats-cell1:4222 | nats-cell1:4223 | does not reach nats://nats-cell1:4223
            nats/cell1.conf | host.cell1-host1.do.> | host.*.do.> | is not what is generated
            nats/cell1.conf | password: $API | password: "open" | holds a secret
            nats/cell1.conf | 127.0.0.1:8222 | 0.0.0.0:8222 | is not what is generated
            mysql/control.sh | on cell0.* to 'cell0' | on cell1.* to 'cell0' | counts on this in mysql-control
            temporal/namespace.sh | CellplaneKind | CellplaneSort | Temporal is not taught CellplaneKind
            prometheus/prometheus.yml | conductor-2:9100 | conductor-2:9101 | nobody takes the measures of conductor-2:9100
            secrets/nats-cell1/passwords.conf | CELL1_HOST1: "p | CELL1_HOST1: "q | the password of cell1-host1 is not
            """, quoteCharacter = '\'')
    void notices_what_is_wrong(String file, String from, String to, String problem) throws IOException {
        copy(shared, folder, List.of());
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(folder.resolve(file), text.replace(from, to));
        assertThat(problems(folder)).anySatisfy(each -> assertThat(each).contains(problem));
    }

    private static void copy(Path from, Path to, List<String> without) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : files.filter(
                            each -> without.stream().noneMatch(part -> each.startsWith(from.resolve(part))))
                    .toList()) {
                Path target = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(each, target);
                }
            }
        }
    }
}
