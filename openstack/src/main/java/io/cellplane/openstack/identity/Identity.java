package io.cellplane.openstack.identity;

import io.cellplane.openstack.ServiceAway;
import java.util.Optional;

/** The identity service. Every call throws {@link ServiceAway} when it cannot be asked. */
public interface Identity {
    /** Who bears this token, which may be good for some calls only; empty when it is unknown, expired or revoked. */
    Optional<Token> validate(String token);

    /** The project with this id (not name); empty when there is none. */
    Optional<Project> project(String id);
}
