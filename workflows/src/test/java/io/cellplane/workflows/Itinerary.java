package io.cellplane.workflows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The calls of a move that goes well, each with the one that undoes it, as the script names them. */
public enum Itinerary {
    IN_CELL {
        @Override
        public List<Leg> legs(int attempt, String host) {
            return List.of(
                    new Leg("bind beside " + attempt + " " + host, "unbind beside " + attempt + " " + host),
                    new Leg("leave " + attempt + " host0", "unleave " + attempt + " host0"),
                    new Leg("activate " + attempt + " " + host, "deactivate " + attempt + " " + host + " for host0"),
                    new Leg("receive " + attempt + " " + host + " from host0", "unreceive " + attempt + " " + host),
                    new Leg("start " + attempt + " " + host, ""));
        }

        @Override
        public List<String> end(int attempt) {
            return List.of("resized on host" + attempt + " power 1");
        }

        @Override
        public Scripted script() {
            return new Scripted();
        }
    },
    COPIED_IN_CELL {
        @Override
        public List<Leg> legs(int attempt, String host) {
            return List.of(
                    new Leg("bind beside " + attempt + " " + host, "unbind beside " + attempt + " " + host),
                    new Leg("leave " + attempt + " host0", "unleave " + attempt + " host0"),
                    new Leg("offer " + Scripted.STORAGE + " on host0 to " + host, "stop offering on host0"),
                    new Leg("activate " + attempt + " " + host, "deactivate " + attempt + " " + host + " for host0"),
                    new Leg(
                            "receive " + attempt + " " + host + " from host0 at 10.0.0.1",
                            "unreceive " + attempt + " " + host),
                    new Leg("start " + attempt + " " + host, ""));
        }

        @Override
        public List<String> end(int attempt) {
            return List.of("resized on host" + attempt + " power 1");
        }

        @Override
        public Scripted script() {
            return new Scripted().apart();
        }
    },
    ACROSS_CELLS {
        @Override
        public List<Leg> legs(int attempt, String host) {
            int cut = (attempt - 1) * 8 + 1;
            return List.of(
                    new Leg("copy " + attempt + " to cell2", "uncopy " + attempt + " from cell2"),
                    new Leg("bind beside " + attempt + " " + host, "unbind beside " + attempt + " " + host),
                    new Leg("leave " + attempt + " host0", "unleave " + attempt + " host0"),
                    new Leg("open image " + attempt, "remove image " + attempt),
                    new Leg("upload from host0", "stop upload from host0"),
                    new Leg("activate " + attempt + " " + host, "deactivate " + attempt + " " + host + " for host0"),
                    new Leg("spawn " + attempt + " " + host + " from image", "unspawn " + attempt + " " + host),
                    new Leg("start " + attempt + " " + host, ""),
                    new Leg("cut over " + cut + " to cell2", "stay " + cut + " in cell1"));
        }

        @Override
        public List<String> end(int attempt) {
            return List.of("resized on host" + attempt + " power 1", "remove image " + attempt);
        }

        @Override
        public Scripted script() {
            return new Scripted().moves().acrossCells();
        }
    };

    /** A call and what undoes it, if anything does. */
    public record Leg(String call, String undo) {}

    /** Between the choice of a destination and what is shown at the end. */
    public abstract List<Leg> legs(int attempt, String host);

    public abstract List<String> end(int attempt);

    public abstract Scripted script();

    private List<Leg> all(int attempt) {
        List<String> tried =
                IntStream.range(1, attempt).mapToObj(each -> "host" + each).toList();
        List<Leg> all = new ArrayList<>();
        all.add(new Leg("aim " + attempt + " not " + tried, "unaim " + attempt));
        all.addAll(legs(attempt, "host" + attempt));
        return all;
    }

    /** What can be undone, in order. */
    public List<String> steps(int attempt) {
        return all(attempt).stream().map(Leg::call).toList();
    }

    /** Everything, when all goes well. */
    public List<String> happy(int attempt) {
        return concat(steps(attempt), end(attempt));
    }

    public List<String> until(int attempt, String step) {
        List<String> steps = steps(attempt);
        return steps.subList(0, steps.indexOf(step) + 1);
    }

    /** What undoes everything up to that step, strictly in reverse order; an upload or offer that is over needs no stopping. */
    public List<String> undoing(int attempt, String step) {
        return all(attempt).subList(0, steps(attempt).indexOf(step) + 1).reversed().stream()
                .filter(leg -> !isOver(leg) || leg.call().equals(step))
                .map(Leg::undo)
                .filter(undo -> !undo.isEmpty())
                .toList();
    }

    private static boolean isOver(Leg leg) {
        return leg.call().startsWith("upload") || leg.call().startsWith("offer");
    }

    public List<String> undoing(int attempt) {
        return undoing(attempt, steps(attempt).getLast());
    }

    @SafeVarargs
    public static List<String> concat(List<String>... parts) {
        List<String> whole = new ArrayList<>();
        for (List<String> part : parts) {
            whole.addAll(part);
        }
        return whole;
    }
}
