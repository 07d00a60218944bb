package io.cellplane.trials.kill;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.bus.NatsBus;
import io.cellplane.bus.NatsSettings;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.host.Alive;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.standalone.apart.Program;
import io.cellplane.standalone.client.ComputeClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in for a host whose process is halted: says in its name that it is alive, answers every command in the same way
 * and does nothing. Closed, it leaves the host to its process, which hears late what it was told meanwhile.
 */
final class IllHost implements AutoCloseable {
    private static final String NAMED = "compute-";
    private static final String HOST = "-host";
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final Fleet fleet;
    private final Program process;
    private final NatsBus bus;
    private final AtomicInteger asked = new AtomicInteger();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ill-host").factory());

    /** What it answers. */
    enum Illness {
        WORKS_FOR_EVER(Wire.encode(Reply.running())),
        IN_TROUBLE(Wire.encode(Reply.trouble("the disk is full"))),
        GARBAGE("{\"state\":\"DONE\",\"outcome\":[garbage".getBytes(StandardCharsets.UTF_8));

        @SuppressWarnings("ImmutableEnumChecker") // never written to
        private final byte[] answer;

        Illness(byte[] answer) {
            this.answer = answer;
        }
    }

    /** @param process that carries one host and no other */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the clockwork
    IllHost(Fleet fleet, Program process, Illness illness) {
        this.fleet = fleet;
        this.process = process;
        String host = process.name().substring(NAMED.length());
        String cell = host.substring(0, host.indexOf('-'));
        UUID uuid = uuid(fleet.hosts().resolve(cell).resolve(host).resolve("identity.json"));
        bus = NatsBus.connect(new NatsSettings(
                "nats://" + URI.create(fleet.cloud().apiUrl()).getHost() + ":"
                        + fleet.table().named("nats-" + cell).port(),
                host,
                "_INBOX." + host,
                host,
                fleet.secrets().passwordFile("nats-" + host),
                null,
                CONNECT));
        bus.subscribe(Subjects.commands(host), message -> {
            asked.incrementAndGet();
            message.respond(illness.answer);
        });
        fleet.suspend(process);
        Alive alive = new Alive(host, cell, uuid, UUID.randomUUID(), 1);
        clockwork.scheduleAtFixedRate(
                () -> bus.publish(Subjects.report(host, Subjects.UP_ALIVE), Wire.encode(alive)),
                0,
                1,
                TimeUnit.SECONDS);
    }

    /** How many commands it has answered. */
    int asked() {
        return asked.get();
    }

    /** Of those that carry one host and no other. */
    static List<Program> lastOfEachCell(List<Program> processes) {
        Map<String, Program> last = new TreeMap<>();
        processes.stream()
                .filter(process -> process.name().contains(HOST))
                .sorted(Comparator.comparing(Program::name))
                .forEach(process ->
                        last.put(process.name().substring(0, process.name().indexOf(HOST)), process));
        return List.copyOf(last.values());
    }

    private static UUID uuid(Path identity) {
        try {
            JsonNode known = ComputeClient.JSON.readTree(identity.toFile());
            return UUID.fromString(known.path("hostUuid").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
        bus.close();
        fleet.resume(process);
    }
}
