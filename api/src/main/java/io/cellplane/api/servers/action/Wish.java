package io.cellplane.api.servers.action;

import io.cellplane.db.lane.Demand;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be admitted and written, once the server is known.
 *
 * @param arguments of the operation, as JSON
 * @param decides the move of which it is the end
 * @param demand what it takes of the quota
 * @param diskConfig what the server's record says of its disk from the admission on; null leaves it
 */
public record Wish(
        String arguments,
        @Nullable UUID decides,
        @Nullable Demand demand,
        @Nullable Boolean diskConfig) {
    static final Wish PLAIN = of("{}");

    /** Of nothing but the operation. */
    public static Wish of(String arguments) {
        return new Wish(arguments, null, null, null);
    }
}
