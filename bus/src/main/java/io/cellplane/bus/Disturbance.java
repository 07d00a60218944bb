package io.cellplane.bus;

import java.time.Duration;

/** Decides what becomes of each message on an {@link InProcessBus}, so that tests meet a network as it is. */
@FunctionalInterface
public interface Disturbance {
    Disturbance NONE = (leg, subject) -> Fate.DELIVERED;

    /** @param subject of the request, also on the way back */
    Fate fate(Leg leg, String subject);

    /** Which way a message goes. */
    enum Leg {
        PUBLISH,
        REQUEST,
        REPLY
    }

    /**
     * @param copies how often it arrives: 0 is lost
     * @param delay how much later
     */
    record Fate(int copies, Duration delay) {
        public static final Fate DELIVERED = new Fate(1, Duration.ZERO);
        public static final Fate LOST = new Fate(0, Duration.ZERO);
        public static final Fate TWICE = new Fate(2, Duration.ZERO);

        public static Fate late(Duration delay) {
            return new Fate(1, delay);
        }
    }
}
