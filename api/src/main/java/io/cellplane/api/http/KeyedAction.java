package io.cellplane.api.http;

import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Body;
import io.cellplane.api.version.Versions;

/** One action of a route for which the one key of a body chooses what is done; see {@link Route#actionsOf()}. */
public interface KeyedAction {
    /** The key in the body. */
    String key();

    Rule rule();

    /** The microversions that have it. */
    default Versions versions() {
        return Versions.ALL;
    }

    default Body body() {
        return Body.nothing(key());
    }
}
