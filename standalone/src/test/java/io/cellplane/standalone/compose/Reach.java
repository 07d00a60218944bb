package io.cellplane.standalone.compose;

import io.cellplane.compute.config.HostConfig;
import io.cellplane.conductor.ConductorConfig;
import io.cellplane.metadata.MetadataConfig;
import io.cellplane.standalone.compose.Compose.Service;
import io.cellplane.temporal.flow.SearchKeys;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether each process is told settings that it reads, and reaches with them what it needs and nothing else. */
final class Reach {
    private static final int MYSQL = 3306;
    private static final int TEMPORAL = 7233;
    private static final int NATS = 4222;

    private final Compose compose;
    private final List<String> found = new ArrayList<>();
    private final List<Told> processes = new ArrayList<>();

    private Reach(Compose compose) {
        this.compose = compose;
    }

    static List<String> problems(Compose compose) {
        Reach reach = new Reach(compose);
        reach.read();
        // What does not start reaches nothing.
        if (!reach.found.isEmpty()) {
            return reach.found;
        }
        reach.processes.forEach(reach::check);
        reach.cells();
        reach.temporal();
        reach.scraped();
        return reach.found;
    }

    private void read() {
        for (Service service : compose.services()) {
            if (Told.isRead(service)) {
                try {
                    processes.add(Told.of(compose, service));
                } catch (RuntimeException e) {
                    found.add(service.name() + " does not start: " + e.getMessage());
                }
            } else if (!service.main().isEmpty() && !service.main().endsWith(".NeighboursMain")) {
                found.add(service.name() + " runs " + service.main() + ", which nobody knows");
            }
        }
    }

    private void check(Told told) {
        String name = told.service().name();
        boolean lasts = told.service().tree().containsKey("healthcheck");
        if (lasts && !told.service().health().equals(List.of("CMD", "ready", told.text("health.port")))) {
            found.add(name + " is asked elsewhere than on " + told.text("health.port"));
        }
        if (lasts && !told.text("health.host").equals("0.0.0.0")) {
            found.add(name + " shows its health to itself alone");
        }
        if (told.texts().containsKey("cellplane.database.url")) {
            database(
                    told.service(),
                    told.text("database.url"),
                    told.text("database.user"),
                    told.text("database.password-file"));
        }
        if (told.texts().containsKey("cellplane.temporal.address")) {
            reaches(told.service(), "tcp://" + told.text("temporal.address"), "temporalio/server:", TEMPORAL);
        }
        for (String service : List.of("identity", "image", "network")) {
            String url = told.text("services." + service + "-url");
            if (!url.isEmpty()) {
                int port = URI.create(url).getPort();
                reaches(told.service(), url, "", port)
                        .filter(at -> !at.list("command").contains(String.valueOf(port)))
                        .ifPresent(at -> found.add(name + " asks " + at.name() + " on " + port));
            }
        }
        if (told.settings() instanceof HostConfig host) {
            host(told, host);
        }
        List<String> forbidden = switch (told.settings()) {
            case HostConfig _ -> List.of("mysql:", "temporalio/");
            case MetadataConfig _ -> List.of("nats:", "temporalio/");
            case ConductorConfig _ -> List.of("nats:");
            default -> List.of();
        };
        compose.services().stream()
                .filter(told.service()::sees)
                .filter(each -> forbidden.stream().anyMatch(each.image()::startsWith))
                .forEach(each -> found.add(name + " could reach " + each.name()));
    }

    private void host(Told told, HostConfig host) {
        reaches(told.service(), host.nats().url(), "nats:", NATS);
        host.hosts().stream()
                .filter(each -> !each.equals(host.natsOf(each).user())
                        || !told.text("nats.password-file").equals("/run/secrets/nats-" + each))
                .forEach(each -> found.add(told.service().name() + " does not speak as " + each));
        if (!told.service().mounts().containsKey(host.data()) && !host.data().startsWith("/data/")) {
            found.add(told.service().name() + " keeps nothing");
        }
    }

    /** @return the service of that image at the address, that listens on that port, if it can be reached from there */
    private Optional<Service> reaches(Service from, String url, String image, int port) {
        URI address = URI.create(url);
        Optional<Service> to = compose.service(String.valueOf(address.getHost()))
                .filter(each -> each.image().startsWith(image))
                .filter(_ -> address.getPort() == port)
                .filter(from::sees);
        if (to.isEmpty()) {
            found.add(from.name() + " does not reach " + url);
        }
        return to;
    }

    /** That the account is made there, with that password, and may do something in that database. */
    private void database(Service from, String url, String user, String passwordFile) {
        reaches(from, url.substring("jdbc:".length()), "mysql:", MYSQL).ifPresent(server -> {
            String accounts = compose.seen(server, "/docker-entrypoint-initdb.d/accounts.sh")
                    .map(Compose::read)
                    .orElse("");
            String database = url.substring(url.lastIndexOf('/') + 1);
            Stream.of(
                            "create database " + database + ";",
                            "create user '" + user + "'@'%' identified by '$(cat " + passwordFile + ")';",
                            " on " + database + ".* to '" + user + "'@'%';")
                    .filter(each -> !accounts.contains(each))
                    .forEach(each -> found.add(from.name() + " counts on this in " + server.name() + ": " + each));
        });
    }

    /** The registry as Setup writes it: who works with a cell reaches its database and its bus. */
    private void cells() {
        Told setup = processes.stream()
                .filter(each -> each.service().main().endsWith(".Setup"))
                .findFirst()
                .orElseThrow();
        List<String> cells = setup.texts().keySet().stream()
                .filter(each -> each.startsWith("cellplane.cells.") && each.endsWith(".url"))
                .map(each -> each.split("\\.", -1)[2])
                .toList();
        for (String cell : cells) {
            String prefix = "cells." + cell + ".";
            String url = setup.text(prefix + "url");
            database(setup.service(), url, setup.text(prefix + "owner"), setup.text(prefix + "owner-password-file"));
            processes.stream()
                    .filter(each -> each.texts().containsKey("cellplane.temporal.address"))
                    .filter(each -> each.cells().isEmpty() || each.cells().contains(cell))
                    .forEach(each -> database(
                            each.service(), url, setup.text(prefix + "user"), setup.text(prefix + "password-file")));
            List<Told> workers = processes.stream()
                    .filter(each -> each.hosts().isEmpty() && each.cells().contains(cell))
                    .toList();
            if (workers.size() != 1) {
                found.add(cell + " has " + workers.size() + " cell-workers");
            }
            String bus = setup.text(prefix + "bus-url");
            if (!bus.isEmpty() && workers.size() == 1) {
                Told api = processes.stream()
                        .filter(each -> each.service().main().startsWith("io.cellplane.api."))
                        .findFirst()
                        .orElseThrow();
                reaches(api.service(), bus, "nats:", NATS);
                reaches(workers.getFirst().service(), bus, "nats:", NATS)
                        .ifPresent(server -> bus(server, bus, cell, api, workers.getFirst()));
            }
        }
        processes.forEach(each -> each.cells().stream()
                .filter(cell -> !cells.contains(cell))
                .forEach(cell -> found.add(each.service().name() + " belongs to " + cell + ", which is not entered")));
    }

    private void bus(Service server, String url, String cell, Told api, Told worker) {
        List<Told> hosts = processes.stream()
                .filter(each -> !each.hosts().isEmpty() && each.cells().contains(cell))
                .toList();
        hosts.stream()
                .filter(each -> !each.text("nats.url").equals(url))
                .forEach(each -> found.add(each.service().name() + " is on another bus than its cell"));
        List<String> command = server.list("command");
        String place = command.get(command.indexOf("--config") + 1);
        Path file = compose.seen(server, place).orElseThrow();
        Path passwords =
                compose.seen(server, "/etc/nats-passwords/passwords.conf").orElseThrow();
        found.addAll(new BusUsers(compose, file, passwords).problems(api, worker, hosts));
    }

    private void temporal() {
        String script = compose.service("temporal-namespace")
                .flatMap(each -> compose.seen(each, "/namespace.sh"))
                .map(Compose::read)
                .orElse("");
        SearchKeys.ALL.stream()
                .filter(each -> !Pattern.compile("\\b" + each.getName() + "\\b")
                        .matcher(script)
                        .find())
                .forEach(each -> found.add("Temporal is not taught " + each.getName()));
        processes.stream()
                .map(each -> each.text("temporal.namespace"))
                .filter(each -> !each.isEmpty() && !script.contains("namespace create --namespace " + each + " "))
                .forEach(each -> found.add("nobody makes the namespace " + each));
    }

    private void scraped() {
        Service prometheus = compose.service("prometheus").orElseThrow();
        Path file = compose.seen(prometheus, "/etc/prometheus/prometheus.yml").orElseThrow();
        List<String> targets = Pattern.compile("'([\\w-]+:\\d+)'")
                .matcher(Compose.read(file))
                .results()
                .map(each -> each.group(1))
                .toList();
        Map<String, String> ports = processes.stream()
                .filter(each -> prometheus.sees(each.service()))
                .filter(each -> each.texts().containsKey("cellplane.health.port"))
                .collect(Collectors.toMap(each -> each.service().name(), each -> each.text("health.port")));
        ports.forEach((name, port) -> {
            if (!targets.contains(name + ":" + port)) {
                found.add("nobody takes the measures of " + name + ":" + port);
            }
        });
        targets.stream()
                .map(each -> each.split(":", -1)[0])
                .filter(each -> compose.service(each).filter(prometheus::sees).isEmpty())
                .forEach(each -> found.add("prometheus does not reach " + each));
    }
}
