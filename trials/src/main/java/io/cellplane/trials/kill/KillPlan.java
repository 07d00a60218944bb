package io.cellplane.trials.kill;

import io.cellplane.contracts.fault.FaultPoints.Side;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What is to be killed, and where.
 *
 * @param rounds how often each victim is taken on each side
 * @param exhaustive one step at a time instead of all at once
 * @param brief one process of each kind instead of all of it
 * @param some how many seeded steps of all operations together; 0 for all of them
 * @param lab on the hosts of a lab
 */
public record KillPlan(
        List<StepList> operations,
        List<Victim> victims,
        List<Side> sides,
        List<String> steps,
        int rounds,
        boolean exhaustive,
        boolean brief,
        int some,
        boolean lab,
        long seed) {
    private static final int BRIEF = 2;

    /** The whole of it. */
    public static KillPlan whole(long seed) {
        return new KillPlan(
                List.of(StepList.values()),
                Victim.on(false),
                List.of(Side.values()),
                List.of(),
                5,
                false,
                false,
                0,
                false,
                seed);
    }

    /** Some seeded kinds of process, each once at two seeded steps: what the test run has time for. */
    public static KillPlan brief(long seed) {
        List<Victim> victims = new ArrayList<>(Victim.processes());
        Collections.shuffle(victims, new Random(seed));
        return new KillPlan(
                List.of(StepList.values()),
                victims.subList(0, BRIEF),
                List.of(),
                List.of(),
                1,
                false,
                true,
                2,
                false,
                seed);
    }
}
