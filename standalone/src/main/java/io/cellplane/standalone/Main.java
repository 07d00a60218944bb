package io.cellplane.standalone;

import io.cellplane.standalone.Arguments.Refused;
import java.util.Arrays;
import java.util.List;

/** What {@code ./cellplane} runs. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        List<String> rest = Arrays.asList(words).subList(Math.min(1, words.length), words.length);
        int code;
        try {
            code = run(words.length == 0 ? "help" : words[0], rest);
        } catch (Refused e) {
            System.err.println("cellplane: " + e.getMessage());
            code = 2;
        } catch (IllegalStateException e) {
            System.err.println("cellplane: " + e.getMessage());
            if (System.getenv("CELLPLANE_DEBUG") != null) {
                e.printStackTrace();
            }
            code = 1;
        }
        System.out.flush();
        System.exit(code);
    }

    private static int run(String command, List<String> rest) {
        return switch (command) {
            case "up" -> UpCommand.run(rest);
            case "audit" -> AuditCommand.run(rest);
            case "demo" -> DemoCommand.run(rest);
            case "bench" -> BenchCommand.run(rest);
            case "kill-suite" -> KillCommand.run(rest);
            case "status", "logs", "kill", "start", "stop" -> ApartCommands.run(command, rest);
            default -> throw new Refused("unknown command: " + command);
        };
    }
}
