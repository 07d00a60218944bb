package io.cellplane.standalone;

import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** What {@code ./cellplane} runs. */
@Command(name = "./cellplane")
public final class Main {
    private static final int USAGE = 2;
    private static final int WIDTH = 120;

    @Option(names = "--help", usageHelp = true, scope = ScopeType.INHERIT, description = "says this")
    boolean help;

    private Main() {}

    public static void main(String[] words) {
        run(line(System.getenv()), words);
    }

    /** Ends the process with what the command returns. */
    public static void run(CommandLine line, String[] words) {
        int code = line.execute(words);
        System.out.flush();
        System.exit(code);
    }

    /**
     * All commands. One returns 1 when it found or did not reach what it should, 2 when it was called wrongly.
     *
     * @param environment where options of {@code up} may stand, too
     * @param more commands beside those that stand here
     */
    public static CommandLine line(Map<String, String> environment, Object... more) {
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(UpOptions.line(new UpCommand(), environment))
                .addSubcommand(LabCommand.line(environment))
                .addSubcommand(new DemoCommand())
                .addSubcommand(new AuditCommand())
                .addSubcommand(new DoctorCommand())
                .addSubcommand(new HostsCommand())
                .addSubcommand(new CellsCommand());
        Stream.of(more).forEach(line::addSubcommand);
        CommandLine.getCommandMethods(ApartCommands.class, null).forEach(line::addSubcommand);
        layOut(line);
        return line.setOverwrittenOptionsAllowed(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::calledWrongly)
                .setExecutionExceptionHandler(Main::failed);
    }

    private static void layOut(CommandLine line) {
        line.getCommandSpec().usageMessage().width(WIDTH).sortOptions(false).abbreviateSynopsis(true);
        line.getSubcommands().values().forEach(Main::layOut);
    }

    private static int calledWrongly(ParameterException e, String[] words) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("cellplane: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, command.getErr());
        command.getErr().println(command.getCommandSpec().qualifiedName() + " --help tells more");
        return USAGE;
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult words) throws Exception {
        if (!(e instanceof Refused || e instanceof IllegalStateException)) {
            throw e;
        }
        command.getErr().println("cellplane: " + e.getMessage());
        if (System.getenv("CELLPLANE_DEBUG") != null) {
            e.printStackTrace(command.getErr());
        }
        return e instanceof Refused ? USAGE : 1;
    }
}
