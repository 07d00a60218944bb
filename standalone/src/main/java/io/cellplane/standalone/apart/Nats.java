package io.cellplane.standalone.apart;

import io.cellplane.embedded.Programs;
import io.cellplane.standalone.cloud.CloudSecrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The NATS server of one cell, and how the processes of that cell reach it. */
record Nats(String cell, Program program, CloudSecrets secrets) {

    static Nats of(String cell, List<String> hosts, Path data, CloudSecrets secrets, Path run) {
        String name = "nats-" + cell;
        int port = FreePorts.next();
        int monitor = FreePorts.next();
        Path server = Programs.find("nats-server")
                .orElseThrow(() -> new IllegalStateException("there is no nats-server: run ./cellplane tools first"));
        List<String> command = List.of(
                server.toString(), "--addr", "127.0.0.1", "--port", "" + port, "--name", name, "-m", "" + monitor);
        return new Nats(
                cell,
                new Program(
                        name,
                        Program.Role.NATS,
                        command,
                        Map.of(),
                        port,
                        "http://127.0.0.1:" + monitor + "/healthz",
                        run.resolve(name + ".log")),
                secrets);
    }

    String url() {
        return "nats://127.0.0.1:" + program.port();
    }

    /** What the cell-worker is told. */
    Map<String, Object> worker() {
        return Map.of();
    }

    /** What a process of hosts is told. */
    Map<String, Object> host() {
        return Map.of("cellplane.nats.url", url());
    }
}
