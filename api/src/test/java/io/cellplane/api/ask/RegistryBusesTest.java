package io.cellplane.api.ask;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.bus.Bus;
import io.cellplane.bus.InProcessBus;
import io.cellplane.db.CellRegistry;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.testing.HandClock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class RegistryBusesTest {
    private final HandClock clock = new HandClock();
    private final ConcurrentHashMap<String, InProcessBus> servers = new ConcurrentHashMap<>();

    @Test
    void a_bus_that_has_moved_is_asked_where_it_is_now() {
        try (TestControlLevel control = new TestControlLevel("buses", clock)) {
            DatabaseSettings at = control.addCell("cell1");
            CellRegistry registry = new CellRegistry(control.api, control.secrets);
            registry.enter("cell1", at, "old");
            try (RegistryBuses buses = new RegistryBuses(
                    control.cells,
                    url -> servers.computeIfAbsent(url, _ -> new InProcessBus()).connect())) {
                Bus old = buses.of("cell1").orElseThrow();
                assertThat(buses.of("cell1")).containsSame(old);
                registry.enter("cell1", at, "new");
                clock.advance(Duration.ofSeconds(2));
                Bus now = buses.of("cell1").orElseThrow();
                assertThat(old.isConnected()).as("the former is left").isFalse();
                Objects.requireNonNull(servers.get("new"))
                        .connect()
                        .subscribe("q", message -> message.respond(new byte[1]));
                assertThat(now.request("q", new byte[0], Duration.ofSeconds(10)))
                        .succeedsWithin(Duration.ofSeconds(10));
            }
        }
    }
}
