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
 * @param roles names, in lower case
 * @param isAdminProject false only where the identity service has an admin project and this is another
 * @param isSystem the token is scoped to the whole system
 */
public record Token(
        String userId,
        String userName,
        String userDomain,
        @Nullable String projectId,
        @Nullable String projectName,
        @Nullable String projectDomain,
        List<String> roles,
        Instant expiresAt,
        boolean isAdminProject,
        boolean isSystem) {

    public Token {
        roles = List.copyOf(roles);
    }

    public boolean hasRole(String role) {
        return roles.contains(role);
    }
}
