package io.cellplane.contracts;

import java.time.Duration;

/**
 * How long somebody who asked waits for an answer.
 *
 * @param start for Temporal to take a start
 * @param closing for an operation that is closing
 * @param list of a list, for all its cells together
 * @param show of the showing of one server, for its cell
 * @param attach for what is attached to be there
 */
public record Waits(Duration start, Duration closing, Duration list, Duration show, Duration attach) {

    public Waits {
        Bounds.check("start", start);
        Bounds.check("closing", closing);
        Bounds.check("list", list);
        Bounds.check("show", show);
        Bounds.check("attach", attach);
    }

    public static Waits standard() {
        return new Waits(
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofMillis(800),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60));
    }

    public Waits withStart(Duration other) {
        return new Waits(other, closing, list, show, attach);
    }

    public Waits withClosing(Duration other) {
        return new Waits(start, other, list, show, attach);
    }

    public Waits withList(Duration other) {
        return new Waits(start, closing, other, show, attach);
    }

    public Waits withShow(Duration other) {
        return new Waits(start, closing, list, other, attach);
    }

    public Waits withAttach(Duration other) {
        return new Waits(start, closing, list, show, other);
    }
}
