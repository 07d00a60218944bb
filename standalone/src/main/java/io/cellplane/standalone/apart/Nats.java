package io.cellplane.standalone.apart;

import io.cellplane.embedded.FreePort;
import io.cellplane.embedded.NatsConfiguration;
import io.cellplane.embedded.Programs;
import io.cellplane.standalone.cloud.CloudSecrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The NATS server of one cell, and how the processes of that cell reach it: each as a user of its own. */
record Nats(String cell, String address, Program program, CloudSecrets secrets) {

    /** @param address what it listens on */
    static Nats of(String cell, String address, List<String> hosts, CloudSecrets secrets, Path run) {
        String name = "nats-" + cell;
        NatsConfiguration configuration = new NatsConfiguration(
                run.resolve("etc").resolve(name + ".conf"), address, FreePort.next(), FreePort.next());
        configuration.write(
                worker(cell),
                secrets.password(user(worker(cell))),
                secrets.password(user("api")),
                hosts.stream().collect(Collectors.toMap(host -> host, host -> secrets.password(user(host)))));
        Path server = Programs.find("nats-server")
                .orElseThrow(() -> new IllegalStateException("there is no nats-server: run ./cellplane tools first"));
        return new Nats(
                cell,
                address,
                new Program(
                        name,
                        Program.Role.NATS,
                        List.of(
                                server.toString(),
                                "--name",
                                name,
                                "--config",
                                configuration.file().toString()),
                        Map.of(),
                        configuration.port(),
                        "http://127.0.0.1:" + configuration.monitor() + "/healthz",
                        run.resolve(name + ".log")),
                secrets);
    }

    /** What the cell-worker of a cell is called. */
    static String worker(String cell) {
        return "cell-worker-" + cell;
    }

    private static String user(String name) {
        return "nats-" + name;
    }

    String url() {
        return "nats://" + address + ":" + program.port();
    }

    /** What the cell-worker is told. */
    Map<String, Object> worker() {
        return Map.of("cellplane.nats.password-file", secrets.passwordFile(user(worker(cell))));
    }

    /** What a process of hosts is told. */
    Map<String, Object> host() {
        return Map.of(
                "cellplane.nats.url",
                url(),
                "cellplane.nats.password-file",
                secrets.folder().resolve("password-" + user("{host}")));
    }
}
