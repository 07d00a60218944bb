package io.cellplane.openstack.identity;

/** Where this process's own token comes from when it asks a service in its own name. */
public interface TokenSource {
    /** A token that is good for some time yet. @throws ServiceAway when none can be had */
    String token();

    /** A service turned this token away: the next {@link #token()} is a new one. */
    void spoiled(String token);
}
