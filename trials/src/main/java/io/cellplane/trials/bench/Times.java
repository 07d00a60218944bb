package io.cellplane.trials.bench;

import java.util.Arrays;
import java.util.List;

/** Durations in milliseconds, in order. */
public final class Times {
    private final double[] sorted;

    private Times(double[] sorted) {
        this.sorted = sorted;
    }

    static Times of(List<Long> nanos) {
        return ofMillis(nanos.stream().map(each -> each / 1e6).toList());
    }

    static Times ofMillis(List<Double> durations) {
        double[] millis = durations.stream().mapToDouble(each -> each).toArray();
        Arrays.sort(millis);
        return new Times(millis);
    }

    /** The duration that this share of all stays within; 0 when there is none. */
    public double at(double share) {
        if (sorted.length == 0) {
            return 0;
        }
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.clamp(index, 0, sorted.length - 1)];
    }
}
