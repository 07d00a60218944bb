package io.cellplane.openstack.identity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a valid token says of its bearer.
 *
 * @param userDomain the id of the user's domain
 * @param projectId null for an unscoped, domain or system token
 * @param projectDomain the id of the project's domain
 * @param domainId of the domain that it is scoped to; null for a token of any other scope
 * @param roles names, in lower case
 * @param isAdminProject false only where the identity service has an admin project and this is another
 * @param isSystem the token is scoped to the whole system
 * @param accessRules the only calls that it is good for; null: for all
 */
public record Token(
        String userId,
        String userName,
        String userDomain,
        @Nullable String projectId,
        @Nullable String projectName,
        @Nullable String projectDomain,
        @Nullable String domainId,
        List<String> roles,
        Instant expiresAt,
        boolean isAdminProject,
        boolean isSystem,
        @Nullable List<AccessRule> accessRules) {

    public Token {
        roles = List.copyOf(roles);
        accessRules = accessRules == null ? null : List.copyOf(accessRules);
    }

    /**
     * Whether it is good for a call.
     *
     * @param path as it came, without a query
     */
    public boolean allows(String service, String method, String path) {
        return accessRules == null || accessRules.stream().anyMatch(rule -> rule.allows(service, method, path));
    }

    public boolean hasRole(String role) {
        return roles.contains(role);
    }
}
