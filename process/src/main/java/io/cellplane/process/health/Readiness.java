package io.cellplane.process.health;

import io.cellplane.process.metrics.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What a process needs to do its work, by name. It is ready while none of it is missing and it is not stopping. */
public final class Readiness {
    private final Map<String, Probe<Boolean>> needs = new ConcurrentSkipListMap<>();
    private volatile Supplier<List<String>> advice = List::of;
    private volatile boolean stopping;

    /** @param holds asked whenever somebody wants to know; failing, or no answer within a second, means no */
    public void need(String name, BooleanSupplier holds) {
        needs.put(name, new Probe<>(holds::getAsBoolean));
    }

    /** @param sentences what is to be mended, though the process does without it meanwhile; asked at each look, at once */
    public void advise(Supplier<List<String>> sentences) {
        advice = sentences;
    }

    /** What is to be mended, though the process is ready. */
    public List<String> advice() {
        return advice.get();
    }

    /** From now on it is not ready any more, whatever it has. */
    public void stop() {
        stopping = true;
    }

    /** The names of what is missing, in order; empty when it is ready. */
    public List<String> missing() {
        if (stopping) {
            return List.of("stopping");
        }
        List<String> missing = new ArrayList<>();
        needs.forEach((name, holds) -> {
            if (!holds.ask().orElse(false)) {
                missing.add(name);
            }
        });
        return missing;
    }
}
