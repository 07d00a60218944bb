package io.cellplane.proofs;

import io.cellplane.testing.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where things may happen to the steps of an operation: before a step, inside it, between two of its transactions or before
 * its answer, and after it.
 *
 * @param commits how many transactions each step commits when nothing happens
 */
record Sides(List<Integer> commits) {

    /** A moment of a step. */
    sealed interface Side permits Scripts.When, Inside {}

    /** When it has committed so many transactions. */
    record Inside(int commits) implements Side {}

    /** Something may happen there. */
    record Point(int step, Side side) {}

    /** Those of some steps, as {@link Sample} has them. */
    List<Point> points(String what) {
        return IntStream.of(Sample.some(what, 0, commits.size()))
                .mapToObj(step -> points(what, step))
                .flatMap(List::stream)
                .toList();
    }

    /** The same of steps that go on: before and after them. */
    static List<Point> around(String what, int steps) {
        return around(steps).points(what);
    }

    static Sides around(int steps) {
        return new Sides(Collections.nCopies(steps, 0));
    }

    List<Point> points(String what, int step) {
        return Sample.of(what + " " + step, all(step)).stream()
                .map(side -> new Point(step, side))
                .toList();
    }

    List<Side> all(int step) {
        List<Side> all = new ArrayList<>(List.of(Scripts.When.values()));
        for (int commit = 1; commit <= commits.get(step); commit++) {
            all.add(new Inside(commit));
        }
        return all;
    }
}
