package io.cellplane.api.ask;

import io.cellplane.bus.Bus;
import java.util.Optional;

/** The buses of the cells. The API only asks on them; it never commands. */
public interface CellBuses {

    /** @return empty when the cell has none, or it does not answer now */
    Optional<Bus> of(String cell);
}
