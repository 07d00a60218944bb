package io.cellplane.standalone.apart;

import io.cellplane.embedded.FreePort;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Our own processes as programs: each with its configuration file, its heap, and where it says that it is well. */
final class OwnProcesses {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int HEAP_MIB = 128;
    private static final int HOSTS_PER_MIB = 4;

    private final Path run;
    private final Jvm jvm;
    private final Function<Program.Role, Map<String, String>> environment;
    /** Of which there is one already: one of a kind writes the cache of classes. */
    private final Set<Program.Role> seen = EnumSet.noneOf(Program.Role.class);

    /**
     * @param run where logs lie
     * @param caches where the caches of classes lie
     * @param environment further variables, by what they do
     */
    OwnProcesses(Path run, Path caches, Function<Program.Role, Map<String, String>> environment) {
        this.run = run;
        this.jvm = new Jvm(caches);
        this.environment = environment;
    }

    Path log(String name) {
        return run.resolve(name + ".log");
    }

    /** An in-memory Temporal. */
    List<String> memoryTemporal(int port) {
        return jvm.command("memory-temporal", true, MemoryTemporal.class, 4 * HEAP_MIB, List.of("" + port));
    }

    /**
     * The stand-ins of the neighbours.
     *
     * @param at where the last of them to start listens
     */
    Program services(List<String> arguments, String host, int at) {
        return new Program(
                "services",
                Program.Role.SERVICES,
                jvm.command("services", true, NeighboursMain.class, HEAP_MIB, arguments),
                Map.of(),
                at,
                "tcp://" + host + ":" + at,
                log("services"));
    }

    /** One that runs where everything runs. */
    Program of(String name, Program.Role role, Class<?> main, ConfigFiles files, Map<String, Object> values) {
        return of(name, role, main, files, values, List.of(), LOOPBACK);
    }

    /**
     * @param values what it is told
     * @param entry what brings it where it is
     * @param at its address there, where it answers whether it is well
     */
    Program of(
            String name,
            Program.Role role,
            Class<?> main,
            ConfigFiles files,
            Map<String, Object> values,
            List<String> entry,
            String at) {
        int health = FreePort.next();
        values.put("cellplane.health.host", at);
        values.put("cellplane.health.port", health);
        Map<String, String> variables = new HashMap<>(environment.apply(role));
        // An arena of memory for each thread, as is the default, is more than the heap.
        variables.put("MALLOC_ARENA_MAX", "2");
        variables.putAll(files.write(name, values));
        // By these words a process is found again: a cloud beside this one has processes of the same names.
        int heap =
                HEAP_MIB + (values.get("cellplane.hosts") instanceof List<?> hosts ? hosts.size() / HOSTS_PER_MIB : 0);
        List<String> command = jvm.command(role.token(), seen.add(role), main, heap, List.of(name, run.toString()));
        Object serves = values.getOrDefault("cellplane.api.port", values.getOrDefault("cellplane.guests.port", health));
        int port = ((Number) serves).intValue();
        return new Program(
                name, role, entry, command, variables, port, "http://" + at + ":" + health + "/readyz", log(name));
    }
}
