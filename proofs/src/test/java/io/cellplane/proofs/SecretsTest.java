package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.control.OperationRow;
import io.cellplane.temporal.flow.WorkflowIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** I11: what a user gives in confidence is in no history, no log line and no file of a host. */
@Timeout(120)
class SecretsTest {
    private static final String USER_DATA = "bWFya2VyLW9mLXVzZXItZGF0YQ==";
    private static final String PASSWORD = "marker-of-the-password";

    @TempDir
    Path folder;

    @Test
    void no_secret_is_where_it_could_be_read() throws IOException {
        Logger root = (Logger) LoggerFactory.getLogger("io.cellplane");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.setLevel(Level.DEBUG);
        root.addAppender(lines);
        try (World world = new World(folder)) {
            Accepted accepted = new Accepted(world);
            RequestedServer server = accepted.small();
            Script refused = Scripts.refusing(step -> step.type().equals("Hosts.Spawn"), Scripts.When.AFTER_EFFECT, 1);
            world.faults.script(server.uuid(), Scripts.both(refused, Scripts.stumbling()));
            Cases cases = new Cases(world).add("with secrets", server, new Script(), ACTIVE);
            OperationRow boot = accepted.boot(server, USER_DATA, PASSWORD);
            cases.quiet().verify();

            String history = world.temporal()
                    .client()
                    .fetchHistory(WorkflowIds.of(server.uuid(), boot.what(), boot.id()))
                    .getEvents()
                    .toString();
            // Payloads are readable here, so that what is looked for would be found.
            assertThat(history).contains("maxAttempts", server.uuid().toString());
            assertHidden("the history", history);
            assertThat(world.api.operationData().of(boot.id())).isEmpty();
            String cell = String.valueOf(
                    world.api.mappings().find(server.uuid()).orElseThrow().cell());
            assertThat(world.cells.of(cell).secrets().of(server.uuid())).isEmpty();
            assertHidden("the ledger", world.api.steps().of(boot.id()).toString());
            assertHidden(
                    "the cell's ledger",
                    world.cells.of(cell).steps().of(boot.id()).toString());
            for (String host : List.of("host1", "host2")) {
                for (Path file : files(folder.resolve(host))) {
                    assertHidden(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        } finally {
            root.detachAppender(lines);
            root.setLevel(null);
        }
        assertThat(lines.list).isNotEmpty();
        List.copyOf(lines.list).forEach(line -> assertHidden("the log", line.getFormattedMessage()));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static void assertHidden(String where, String text) {
        assertThat(text.contains(USER_DATA) || text.contains(PASSWORD) || text.contains("marker-of-user-data"))
                .as("a secret in " + where)
                .isFalse();
    }
}
