package io.cellplane.api;

import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.identity.AccessRule;
import io.cellplane.openstack.identity.Identity;
import io.cellplane.openstack.identity.Project;
import io.cellplane.openstack.identity.Token;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An identity service that knows a few users; the token is the user's name. */
public final class KnownUsers implements Identity {
    public static final String ADMIN = "admin";
    public static final String MEMBER = "member";
    public static final String READER = "reader";
    public static final String RESTRICTED = "restricted";
    public static final String MANAGER = "manager";
    public static final String FOREIGNER = "foreigner";
    /** An administrator of a domain, of the whole system, and the member without any scope. */
    public static final String DOMAIN_ADMIN = "domain-admin";

    public static final String SYSTEM_ADMIN = "system-admin";
    public static final String UNSCOPED = "unscoped";

    /** The identity service refuses to say whose it is: this process may not ask. */
    public static final String REFUSED = "refused";

    /** Another member of the member's project. */
    public static final String COLLEAGUE = "colleague";

    public static final String PROJECT = "11111111111111111111111111111111";
    public static final String ADMIN_PROJECT = "22222222222222222222222222222222";
    public static final String FOREIGN_PROJECT = "33333333333333333333333333333333";

    private final Map<String, Token> tokens = Map.ofEntries(
            Map.entry(ADMIN, token(ADMIN, ADMIN_PROJECT, "admin", "member", "reader")),
            Map.entry(MEMBER, token(MEMBER, PROJECT, "member", "reader")),
            Map.entry(COLLEAGUE, token(COLLEAGUE, PROJECT, "member", "reader")),
            Map.entry(RESTRICTED, restricted()),
            Map.entry(MANAGER, token(MANAGER, PROJECT, "manager", "member", "reader")),
            Map.entry(READER, token(READER, PROJECT, "reader")),
            Map.entry(FOREIGNER, token(FOREIGNER, FOREIGN_PROJECT, "member", "reader")),
            Map.entry(DOMAIN_ADMIN, unscoped(DOMAIN_ADMIN, "customer", false, "admin", "member", "reader")),
            Map.entry(SYSTEM_ADMIN, unscoped(SYSTEM_ADMIN, null, true, "admin", "member", "reader")),
            Map.entry(UNSCOPED, unscoped(MEMBER, null, false)));

    private static Token token(String user, String project, String... roles) {
        return new Token(
                user + "-id",
                user,
                "default",
                project,
                user + "-project",
                "default",
                null,
                List.of(roles),
                Instant.parse("2100-01-01T00:00:00Z"),
                true,
                false,
                null);
    }

    /** Good for a domain, the system, or nothing. */
    private static Token unscoped(String user, @Nullable String domain, boolean isSystem, String... roles) {
        return new Token(
                user + "-id",
                user,
                "default",
                null,
                null,
                null,
                domain,
                List.of(roles),
                Instant.parse("2100-01-01T00:00:00Z"),
                true,
                isSystem,
                null);
    }

    /** The member, by a credential that is good for some calls only. */
    private static Token restricted() {
        Token member = token(MEMBER, PROJECT, "member", "reader");
        return new Token(
                member.userId(),
                member.userName(),
                member.userDomain(),
                member.projectId(),
                member.projectName(),
                member.projectDomain(),
                null,
                member.roles(),
                member.expiresAt(),
                true,
                false,
                List.of(
                        new AccessRule("compute", "GET", "/v2.1/flavors"),
                        new AccessRule("compute", "GET", "/v2.1/flavors/{flavor}/os-extra_specs/*"),
                        new AccessRule("compute", "GET", "/v2.1/os-keypairs/**"),
                        new AccessRule("compute", "GET", "/v2.1/limit"),
                        new AccessRule("image", "GET", "/v2.1/extensions")));
    }

    @Override
    public Optional<Token> validate(String token) {
        if (token.equals(REFUSED)) {
            throw new ServiceRefused("identity", 403, "You are not authorized to perform identity:validate_token.");
        }
        return Optional.ofNullable(tokens.get(token));
    }

    @Override
    public Optional<Project> project(String id) {
        return List.of(PROJECT, ADMIN_PROJECT, FOREIGN_PROJECT).contains(id)
                ? Optional.of(new Project(id, id, "default", true))
                : Optional.empty();
    }
}
