package io.cellplane.standalone;

import io.cellplane.embedded.ServerProcess;
import io.cellplane.standalone.Arguments.Refused;
import io.cellplane.standalone.apart.Consumption;
import io.cellplane.standalone.apart.Launcher;
import io.cellplane.standalone.apart.Program;
import io.cellplane.standalone.apart.ProgramTable;
import io.cellplane.standalone.cloud.CloudFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an operator does with the processes of {@code up --apart}. */
final class ApartCommands {
    static final String HELP = """
            With a cloud of separate processes (up --apart):
              status          every process: pid, port, state, memory, CPU time, log
              logs NAME       what a process has said
              kill NAME       kill -9
              start NAME      starts it again as it was
              stop [NAME]     asks one, or all, to end in order
            --data FOLDER     where its data lie (.cellplane)
            """;
    private static final Duration READY = Duration.ofSeconds(60);

    private ApartCommands() {}

    static int run(String command, List<String> words) {
        if (words.contains("--help")) {
            System.out.print(HELP);
            return 0;
        }
        Optional<String> name =
                words.isEmpty() || words.getFirst().startsWith("-") ? Optional.empty() : Optional.of(words.getFirst());
        Arguments given = new Arguments(
                words.subList(name.isPresent() ? 1 : 0, words.size()), Map.of(), Set.of("--data"), Set.of());
        Path data = given.text("--data")
                .map(Path::of)
                .orElse(UpOptions.home())
                .toAbsolutePath()
                .normalize();
        ProgramTable table = ProgramTable.in(data)
                .orElseThrow(() -> new IllegalStateException("no cloud of separate processes lies in " + data
                        + ": start one with ./cellplane up --apart, or name its folder with --data"));
        switch (command) {
            case "status" -> print(table);
            case "stop" -> stop(table, name, data);
            case "logs" -> logs(table.named(wanted(name, command)));
            case "kill" -> kill(table.named(wanted(name, command)));
            case "start" -> start(table.named(wanted(name, command)));
            default -> throw new Refused("unknown command: " + command);
        }
        return 0;
    }

    private static String wanted(Optional<String> name, String command) {
        return name.orElseThrow(() -> new Refused(command + " wants the name of a process; status lists them"));
    }

    static void print(ProgramTable table) {
        System.out.printf(
                "%-22s %8s %6s  %-8s %7s %8s  %s%n", "PROCESS", "PID", "PORT", "STATE", "MIB", "CPU S", "LOG");
        for (Program program : table.programs()) {
            Optional<ServerProcess> running = Launcher.find(program);
            String state = running.isEmpty() ? "away" : Launcher.isReady(program) ? "ready" : "starting";
            System.out.printf(
                    "%-22s %8s %6d  %-8s %7s %8s  %s%n",
                    program.name(),
                    running.map(process -> "" + process.pid()).orElse("-"),
                    program.port(),
                    state,
                    running.map(process -> "" + Consumption.memoryMib(process.pid()))
                            .orElse("-"),
                    running.map(process -> "%.1f".formatted(Consumption.cpuSeconds(process.pid())))
                            .orElse("-"),
                    program.log());
        }
    }

    private static void stop(ProgramTable table, Optional<String> name, Path data) {
        if (name.isPresent()) {
            Program program = table.named(name.get());
            Launcher.find(program).ifPresent(ServerProcess::stop);
            System.out.println(program.name() + " is away.");
            return;
        }
        table.stop(each -> System.out.println("stopping " + each));
        CloudFile.remove(data);
        System.out.println("All are stopped; the data stay in " + data + ".");
    }

    private static void kill(Program program) {
        ServerProcess running =
                Launcher.find(program).orElseThrow(() -> new IllegalStateException(program.name() + " does not run"));
        running.kill();
        System.out.println(program.name() + ", process " + running.pid() + ", was killed.");
    }

    private static void start(Program program) {
        ServerProcess running = Launcher.start(program);
        Launcher.awaitReady(program, READY);
        System.out.println(program.name() + " is ready, process " + running.pid() + ".");
    }

    private static void logs(Program program) {
        try {
            Files.copy(program.log(), System.out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + program.log(), e);
        }
    }
}
