package io.cellplane.api.servers;

import io.cellplane.api.ask.CellBuses;
import io.cellplane.bus.Bus;
import io.cellplane.bus.InProcessBus;
import io.cellplane.bus.Message;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.host.ConsoleAnswer;
import io.cellplane.contracts.host.DiagnosticsAnswer;
import io.cellplane.contracts.host.HostAnswer;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.server.PowerState;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Hosts that are asked about their guests and answer what a test says. */
final class KnownGuests implements CellBuses {
    private final Map<String, InProcessBus> buses = new ConcurrentHashMap<>();
    private final Map<String, Bus> asking = new ConcurrentHashMap<>();
    volatile HostAnswer console = console("a line\n");
    volatile HostAnswer diagnostics = new DiagnosticsAnswer(id("host1"), PowerState.SHUTDOWN, null);

    static UUID id(String host) {
        return UUID.nameUUIDFromBytes(host.getBytes(StandardCharsets.UTF_8));
    }

    static ConsoleAnswer console(@Nullable String output) {
        return new ConsoleAnswer(id("host1"), true, output);
    }

    void host(String host, String cell) {
        buses.computeIfAbsent(cell, _ -> new InProcessBus())
                .connect(host)
                .subscribe(Subjects.questions(host), this::answer);
    }

    private void answer(Message message) {
        String subject = message.subject();
        if (subject.endsWith(Subjects.ASK_CONSOLE)) {
            message.respond(Wire.encode(console));
        } else if (subject.endsWith(Subjects.ASK_DIAGNOSTICS)) {
            message.respond(Wire.encode(diagnostics));
        }
    }

    @Override
    public Optional<Bus> of(String cell) {
        InProcessBus bus = buses.get(cell);
        return bus == null ? Optional.empty() : Optional.of(asking.computeIfAbsent(cell, _ -> bus.connect("api")));
    }
}
