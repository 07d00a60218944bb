package io.cellplane.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.db.control.MigrationRows;
import io.cellplane.embedded.ServerProcess;
import io.cellplane.standalone.apart.Launcher;
import io.cellplane.standalone.apart.Program;
import io.cellplane.standalone.apart.ProgramTable;
import io.cellplane.standalone.client.OneServer;
import io.cellplane.standalone.client.Records;
import io.cellplane.standalone.cloud.CloudFile;
import java.time.Duration;
import java.util.List;

/** Every conductor is killed as a loss of power ends it, and started again. */
public record ConductorsDie(CloudFile cloud, ProgramTable table) implements Demo.Midway {
    private static final Duration BEGIN = Duration.ofSeconds(60);
    private static final int POLL_MILLIS = 2;
    private static final Duration READY = Duration.ofSeconds(60);

    @Override
    public void happen(OneServer server) {
        List<Program> conductors = table.of(Program.Role.CONDUCTOR);
        List<String> names = conductors.stream().map(Program::name).toList();
        awaitDestination(server);
        conductors.forEach(program -> Launcher.find(program).ifPresent(ServerProcess::kill));
        JsonNode shown = server.shown();
        if (OneServer.task(shown).isEmpty()) {
            throw new IllegalStateException("the move was over before anybody could be killed: run the demo again");
        }
        System.out.println("  kill -9   " + String.join(", ", names) + ", while the server shows "
                + shown.path("status").asText() + " (" + OneServer.task(shown) + ")");
        conductors.forEach(Launcher::start);
        conductors.forEach(program -> Launcher.awaitReady(program, READY));
        System.out.println("  start     " + String.join(", ", names) + ": ready again");
    }

    /** Then what it will hold there is claimed, and the server is still where it was. */
    private void awaitDestination(OneServer server) {
        try (Records records = new Records(cloud)) {
            var migrations = records.api().database().rows(MigrationRows.class);
            long deadline = System.nanoTime() + BEGIN.toNanos();
            while (migrations.of(server.id()).stream().allMatch(row -> row.destHost() == null)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("the move did not begin in " + BEGIN);
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
