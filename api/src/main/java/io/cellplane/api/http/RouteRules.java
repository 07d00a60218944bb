package io.cellplane.api.http;

import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Body;
import io.cellplane.api.version.Versions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Route} says of a method, as plain values.
 *
 * @param rule null when no token is needed, or when each action has its own
 */
public record RouteRules(
        @Nullable Rule rule,
        boolean open,
        Route.Owner owner,
        Versions versions,
        String body,
        String query,
        List<ActionRules> actions) {

    /** What {@link Route.Action} or a {@link KeyedAction} says. */
    public record ActionRules(String name, Rule rule, Body body, Versions versions) {}
}
