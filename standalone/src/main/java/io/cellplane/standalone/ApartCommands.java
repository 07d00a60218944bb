package io.cellplane.standalone;

import io.cellplane.embedded.ServerProcess;
import io.cellplane.standalone.apart.Consumption;
import io.cellplane.standalone.apart.Launcher;
import io.cellplane.standalone.apart.Program;
import io.cellplane.standalone.apart.ProgramTable;
import io.cellplane.standalone.cloud.CloudFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What an operator does with the processes of {@code up --apart}. */
final class ApartCommands {
    private static final Duration READY = Duration.ofSeconds(60);

    private ApartCommands() {}

    static ProgramTable table(Data data) {
        return ProgramTable.in(data.folder.toAbsolutePath().normalize())
                .orElseThrow(() -> new IllegalStateException("no cloud of separate processes lies in " + data.folder
                        + ": start one with ./cellplane up --apart, or name its folder with --data"));
    }

    @Command(name = "status", description = "Every process: pid, port, state, version, memory, CPU time, log.")
    static void status(@Mixin Data data) {
        print(table(data));
    }

    static void print(ProgramTable table) {
        System.out.printf(
                "%-22s %8s %6s  %-8s %-24s %7s %8s  %s%n",
                "PROCESS", "PID", "PORT", "STATE", "VERSION", "MIB", "CPU S", "LOG");
        for (Program program : table.programs()) {
            Optional<ServerProcess> running = Launcher.find(program);
            String state = running.isEmpty() ? "away" : Launcher.isReady(program) ? "ready" : "starting";
            System.out.printf(
                    "%-22s %8s %6d  %-8s %-24s %7s %8s  %s%n",
                    program.name(),
                    running.map(process -> "" + process.pid()).orElse("-"),
                    program.port(),
                    state,
                    Launcher.version(program).orElse("-"),
                    running.map(process -> "" + Consumption.memoryMib(process.pid()))
                            .orElse("-"),
                    running.map(process -> "%.1f".formatted(Consumption.cpuSeconds(process.pid())))
                            .orElse("-"),
                    program.log());
        }
    }

    @Command(name = "stop", description = "Asks a process, or all, to end in order.")
    static void stop(@Mixin Data data, @Parameters(paramLabel = "NAME", arity = "0..1") @Nullable String name) {
        ProgramTable table = table(data);
        if (name != null) {
            Program program = table.named(name);
            Launcher.find(program).ifPresent(ServerProcess::stop);
            System.out.println(program.name() + " is away.");
            return;
        }
        table.stop(each -> System.out.println("stopping " + each));
        CloudFile.remove(data.folder);
        System.out.println("All are stopped; the data stay in " + data.folder + ".");
    }

    @Command(name = "kill", description = "Kills a process as kill -9 does.")
    static void kill(@Mixin Data data, @Parameters(paramLabel = "NAME") String name) {
        Program program = table(data).named(name);
        ServerProcess running =
                Launcher.find(program).orElseThrow(() -> new IllegalStateException(name + " does not run"));
        running.kill();
        System.out.println(name + ", process " + running.pid() + ", was killed.");
    }

    @Command(name = "start", description = "Starts a process again as it was.")
    static void start(@Mixin Data data, @Parameters(paramLabel = "NAME") String name) {
        Program program = table(data).named(name);
        Launcher.start(program);
        Launcher.awaitReady(program, READY);
        System.out.println(name + " is ready, process "
                + Launcher.find(program).map(ServerProcess::pid).orElseThrow() + ".");
    }

    @Command(name = "logs", description = "What a process has said.")
    static void logs(@Mixin Data data, @Parameters(paramLabel = "NAME") String name) {
        Program program = table(data).named(name);
        try {
            Files.copy(program.log(), System.out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + program.log(), e);
        }
    }
}
