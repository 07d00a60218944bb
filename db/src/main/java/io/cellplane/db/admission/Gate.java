package io.cellplane.db.admission;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server must be like for an operation to be let in, and what is said of it from then on.
 *
 * @param action as its refusals and its trail name it
 * @param tasks besides none
 * @param isOpenWhenLocked also for one who may not unlock it
 * @param task shown while the operation is at work; null shows nothing
 */
public record Gate(
        String action,
        Set<String> vmStates,
        Set<String> tasks,
        boolean isOpenWhenLocked,
        @Nullable String task) {}
