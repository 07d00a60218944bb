package io.cellplane.standalone.apart;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.standalone.cloud.CloudOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The hosts of the cells: simulated ones, many to a process, or those of a lab, each a machine of its own. */
final class CellHosts {
    private static final int POLL_MILLIS = 100;

    private final CloudOptions options;
    private final OwnProcesses own;
    private final @Nullable Lab lab;
    private final Consumer<Program> starting;
    private int machines;

    /** @param starting takes each of their programs, and starts it */
    CellHosts(CloudOptions options, OwnProcesses own, @Nullable Lab lab, Consumer<Program> starting) {
        this.options = options;
        this.own = own;
        this.lab = lab;
        this.starting = starting;
    }

    List<String> of(String cell) {
        return names(cell, options.hosts());
    }

    static List<String> names(String cell, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> cell + "-host" + number)
                .toList();
    }

    /** Those of the bus's cell. */
    void start(Nats nats, ConfigFiles files) {
        if (lab == null) {
            simulate(nats, files);
        } else {
            of(nats.cell()).forEach(host -> switchOn(lab, host, nats, files));
        }
    }

    /** One process carries the cell's hosts; where there are more than two, the last one has its own, to die or be ill alone. */
    private void simulate(Nats nats, ConfigFiles files) {
        List<String> hosts = of(nats.cell());
        int together = hosts.size() > 2 ? hosts.size() - 1 : hosts.size();
        simulate("compute-" + nats.cell(), hosts.subList(0, together), files, nats);
        hosts.subList(together, hosts.size()).forEach(host -> simulate("compute-" + host, List.of(host), files, nats));
    }

    private void simulate(String name, List<String> hosts, ConfigFiles files, Nats nats) {
        starting.accept(
                own.of(name, Program.Role.COMPUTE_WORKER, io.cellplane.compute.Main.class, files, values(hosts, nats)));
    }

    /** What a machine has when it is on, libvirt, the agent. */
    private void switchOn(Lab at, String host, Nats nats, ConfigFiles files) {
        int number = ++machines;
        Path storage = storage(nats.cell());
        Path instances = at.storageApart() ? storage.resolve(host) : storage;
        starting.accept(at.host(host, number, instances, own.log("host-" + host)));
        starting.accept(at.libvirtd(host, number, own.log("libvirtd-" + host)));
        Map<String, Object> values = values(List.of(host), nats);
        values.putAll(at.driver(number));
        starting.accept(own.of(
                "compute-" + host,
                Program.Role.COMPUTE_WORKER,
                io.cellplane.compute.Main.class,
                files,
                values,
                at.inside(host),
                at.addressOf(number)));
    }

    private Map<String, Object> values(List<String> hosts, Nats nats) {
        Map<String, Object> values = new HashMap<>(nats.host());
        values.put("cellplane.cell", nats.cell());
        values.put("cellplane.hosts", hosts);
        values.put("cellplane.data", options.data().resolve("hosts").resolve(nats.cell()));
        values.put("cellplane.hypervisor.storage", storage(nats.cell()));
        values.put("cellplane.hypervisor.vcpus", options.size().vcpus());
        values.put("cellplane.hypervisor.memory-mb", options.size().memoryMb());
        values.put("cellplane.hypervisor.disk-gb", options.size().diskGb());
        return values;
    }

    private Path storage(String cell) {
        return options.data().resolve("storage").resolve(cell);
    }

    /** @throws IllegalStateException naming those that are not up in time */
    void await(DatabaseSettings database, Duration time) {
        Set<String> expected =
                options.cellNames().stream().flatMap(cell -> of(cell).stream()).collect(Collectors.toSet());
        long deadline = System.nanoTime() + time.toNanos();
        try (ApiDatabase api = ApiDatabase.open(database.withPool(1), Clock.systemUTC())) {
            while (!up(api).containsAll(expected)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("these hosts did not come up: "
                            + expected.stream()
                                    .filter(host -> !up(api).contains(host))
                                    .toList());
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the hosts came up", e);
        }
    }

    /** Those that are not to be waited for: a retired one never comes. */
    private static Set<String> up(ApiDatabase api) {
        return api.hostStates().all().stream()
                .filter(row -> row.retired() || row.state().equals(HostStateRow.UP))
                .map(HostStateRow::host)
                .collect(Collectors.toSet());
    }
}
