package io.cellplane.temporal.step;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The host that an operation has claimed.
 *
 * @param generation of the server's record, to be told with every write
 * @param placing the server's number that this has begun, to be told to every host; 0 from an older process
 * @param from the cell from which the records come first; null where they are there, or nowhere yet
 */
public record Placed(
        String cell,
        String host,
        UUID provider,
        String availabilityZone,
        long generation,
        long placing,
        @Nullable String from) {

    public Placed(String cell, String host, UUID provider, String availabilityZone, long generation, long placing) {
        this(cell, host, provider, availabilityZone, generation, placing, null);
    }

    /** The same, in a move that has begun that placing. */
    public Placed in(long placing) {
        return new Placed(cell, host, provider, availabilityZone, generation, placing, from);
    }

    /** The generation of the server in a cell to which it goes from here: each change of the cell begins a new one. */
    public long next(String to) {
        return next(cell, generation, to);
    }

    /** @param cell null while the server has no record in any */
    public static long next(@Nullable String cell, long generation, String to) {
        return cell == null || cell.equals(to) ? generation : generation + 1;
    }

    /** The generation that it had in the cell that it comes from; only where there is one. */
    public long before() {
        if (from == null) {
            throw new IllegalStateException("it comes from no other cell");
        }
        return generation - 1;
    }
}
