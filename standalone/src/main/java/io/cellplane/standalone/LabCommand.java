package io.cellplane.standalone;

import io.cellplane.standalone.lab.LabCloud;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A cloud whose hosts are real ones, on this machine. */
@Command(
        name = "lab",
        description = "A cloud apart whose hosts run real guests: namespaces of this machine with a libvirtd each.")
final class LabCommand {
    private static final Duration READY = Duration.ofSeconds(60);

    private LabCommand() {}

    /** @param environment where options of {@code lab up} may stand, too */
    static CommandLine line(Map<String, String> environment) {
        return new CommandLine(new LabCommand()).addSubcommand(UpOptions.line(new LabUpCommand(), environment));
    }

    @Command(name = "down", description = "Ends all of it: guests, hosts, the network that joined them.")
    void down(@Mixin Data data) {
        ApartCommands.stop(data, null);
    }

    @Command(
            name = "reboot",
            description = "A host loses its power, with all that runs there, and is switched on again.")
    void reboot(@Mixin Data data, @Parameters(paramLabel = "HOST") String host) {
        LabCloud.reboot(ApartCommands.table(data), host, READY);
        System.out.println(host + " is on again.");
    }
}
