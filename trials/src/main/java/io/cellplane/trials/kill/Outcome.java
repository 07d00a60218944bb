package io.cellplane.trials.kill;

import io.cellplane.contracts.fault.FaultPoints.Side;
import java.util.List;

/**
 * What came of one kill.
 *
 * @param halted the steps at which an operation was halted when it happened
 * @param operations how many operations were under way
 * @param stuck how many had not ended in time
 * @param failed how many ended otherwise than they should have
 * @param leaked what the audit and the hosts' own books found
 * @param seconds from the kill until all had ended
 */
record Outcome(
        Victim victim,
        Side side,
        List<String> halted,
        int operations,
        int stuck,
        int failed,
        List<String> leaked,
        List<String> remarks,
        double seconds) {

    boolean good() {
        return stuck == 0 && failed == 0 && leaked.isEmpty();
    }

    String line() {
        return "%-18s %-7s %3d operations  stuck %d  failed %d  leaked %d  %5.1f s"
                .formatted(victim.token(), side.token(), operations, stuck, failed, leaked.size(), seconds);
    }
}
