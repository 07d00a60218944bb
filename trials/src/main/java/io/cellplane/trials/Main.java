package io.cellplane.trials;

import java.util.Map;
import picocli.CommandLine;

/** What {@code ./cellplane} runs: the commands of {@code standalone} and those that try and measure the whole. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        io.cellplane.standalone.Main.run(line(System.getenv()), words);
    }

    static CommandLine line(Map<String, String> environment) {
        return io.cellplane.standalone.Main.line(environment, new BenchCommand(), new KillCommand(), new LabCommand());
    }
}
