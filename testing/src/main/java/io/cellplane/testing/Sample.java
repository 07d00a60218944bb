package io.cellplane.testing;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What of a product that is too large for every test run is proved in this one: of the ways in which a thing may go, the one
 * that the seed chooses ({@code -Dcellplane.seed}); with {@code -Dcellplane.proofs=all} every one.
 */
public final class Sample {
    public static final String PROOFS = "cellplane.proofs";
    public static final String ALL = "all";
    private static final boolean IS_WHOLE = ALL.equals(System.getProperty(PROOFS));
    private static final int TWENTY_FOURTH = 24;
    private static final long SEED = Long.getLong("cellplane.seed", new Random().nextLong());

    static {
        System.out.println(IS_WHOLE ? "Proofs: the whole product" : "Proofs: a sample, seed " + SEED);
    }

    private Sample() {}

    /** Whether everything is proved. */
    public static boolean isWhole() {
        return IS_WHOLE;
    }

    /** @param what tells this thing from all others, and is the same in every run */
    public static <T> List<T> of(String what, List<T> ways) {
        return IS_WHOLE ? ways : List.of(ways.get(new SplittableRandom(SEED ^ what.hashCode()).nextInt(ways.size())));
    }

    /** Of so many things every third, and one at least. */
    static boolean isOneOfThree(String what, int index, int size) {
        int third = Math.min(3, size);
        return IS_WHOLE || index % third == new SplittableRandom(SEED ^ what.hashCode()).nextInt(third);
    }

    /**
     * Of the steps of something every twenty-fourth one, and one at least; the seed says which is the first.
     *
     * @param what happens to them, as {@link #of} wants it
     */
    public static int[] some(String what, int from, int to) {
        int every = Math.clamp(to - from, 1, TWENTY_FOURTH);
        int first = new SplittableRandom(SEED ^ what.hashCode()).nextInt(every);
        return IntStream.range(from, to)
                .filter(step -> IS_WHOLE || (step - from) % every == first)
                .toArray();
    }
}
