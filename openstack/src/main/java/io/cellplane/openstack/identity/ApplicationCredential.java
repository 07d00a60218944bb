package io.cellplane.openstack.identity;

import java.util.List;

/**
 * A credential that may do less than the user whose it is, as the identity service lists it: without its secret.
 *
 * @param name unique among the user's
 * @param accessRules the ids of its access rules: they outlive it until they are deleted
 */
public record ApplicationCredential(String id, String name, List<String> accessRules) {
    public ApplicationCredential {
        accessRules = List.copyOf(accessRules);
    }
}
