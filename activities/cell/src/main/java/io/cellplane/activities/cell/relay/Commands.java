package io.cellplane.activities.cell.relay;

import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Verb;
import io.cellplane.temporal.step.Hosts.HostStep;
import org.jspecify.annotations.Nullable;

/** A step on a host, as the host is told of it. */
final class Commands {
    private Commands() {}

    /** @param order null: an undo */
    static Command of(HostStep step, Verb verb, @Nullable Order order) {
        return new Command(
                verb,
                step.step().operation(),
                step.step().name(),
                step.step().attempt(),
                order == null,
                step.server(),
                step.generation(),
                step.placing(),
                step.within().toMillis(),
                step.requestId(),
                order);
    }
}
