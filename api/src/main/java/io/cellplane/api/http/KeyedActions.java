package io.cellplane.api.http;

import java.util.Collection;

/** The actions of a route, see {@link Route#actionsOf()}. */
public interface KeyedActions {
    Collection<? extends KeyedAction> all();
}
