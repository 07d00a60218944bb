package io.cellplane.api.ask;

import io.cellplane.bus.Bus;
import java.util.Map;
import java.util.Optional;

/** Buses by cell that somebody else has connected, and closes. */
public record GivenBuses(Map<String, Bus> buses) implements CellBuses {
    @Override
    public Optional<Bus> of(String cell) {
        return Optional.ofNullable(buses.get(cell));
    }
}
