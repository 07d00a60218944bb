package io.cellplane.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.embedded.ServerProcess;
import io.cellplane.standalone.apart.Launcher;
import io.cellplane.standalone.apart.Program;
import io.cellplane.standalone.apart.ProgramTable;
import java.time.Duration;
import java.util.List;

/** Every conductor is killed as a loss of power ends it, and started again. */
public record ConductorsDie(ProgramTable table) implements Demo.Midway {
    private static final Duration READY = Duration.ofSeconds(60);

    @Override
    public void happen(JsonNode server) {
        List<Program> conductors = table.of(Program.Role.CONDUCTOR);
        conductors.forEach(program -> Launcher.find(program).ifPresent(ServerProcess::kill));
        if (DemoServer.task(server).isEmpty()) {
            throw new IllegalStateException("the move was over before anybody could be killed: run the demo again");
        }
        List<String> names = conductors.stream().map(Program::name).toList();
        System.out.println("  kill -9   " + String.join(", ", names) + ", while the server shows "
                + server.path("status").asText() + " (" + DemoServer.task(server) + ")");
        conductors.forEach(Launcher::start);
        conductors.forEach(program -> Launcher.awaitReady(program, READY));
        System.out.println("  start     " + String.join(", ", names) + ": ready again");
    }
}
