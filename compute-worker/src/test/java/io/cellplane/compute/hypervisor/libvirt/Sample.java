package io.cellplane.compute.hypervisor.libvirt;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.TestInfo;

/** Real guests take seconds for everything: each run tries a part, another one each time. With {@code -Dcellplane.lab=all}, all. */
final class Sample {
    private static final long SEED = seed();

    private Sample() {}

    private static long seed() {
        String told = System.getProperty("cellplane.seed");
        long seed = told == null ? new Random().nextLong() : Long.parseLong(told);
        if (!all()) {
            System.out.println("real guests: what is tried is chosen by -Dcellplane.seed=" + seed);
        }
        return seed;
    }

    private static boolean all() {
        return "all".equals(System.getProperty("cellplane.lab"));
    }

    /** Whether this is tried in this run, which has one in so many. */
    static boolean has(String what, int oneIn) {
        return all() || new Random(Objects.hash(SEED, what)).nextInt(oneIn) == 0;
    }

    /** Skips a test that is not. */
    static void assume(TestInfo test, int oneIn) {
        Assumptions.assumeTrue(has(test.getDisplayName(), oneIn), "not in this run's sample of what takes real guests");
    }
}
