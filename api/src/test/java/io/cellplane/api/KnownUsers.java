package io.cellplane.api;

import io.cellplane.openstack.identity.AccessRule;
import io.cellplane.openstack.identity.Identity;
import io.cellplane.openstack.identity.Project;
import io.cellplane.openstack.identity.Token;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An identity service that knows a few users; the token is the user's name. */
public final class KnownUsers implements Identity {
    public static final String ADMIN = "admin";
    public static final String MEMBER = "member";
    public static final String READER = "reader";
    public static final String RESTRICTED = "restricted";
    public static final String MANAGER = "manager";
    public static final String FOREIGNER = "foreigner";
    public static final String PROJECT = "11111111111111111111111111111111";
    public static final String ADMIN_PROJECT = "22222222222222222222222222222222";
    public static final String FOREIGN_PROJECT = "33333333333333333333333333333333";

    private final Map<String, Token> tokens = Map.of(
            ADMIN, token(ADMIN, ADMIN_PROJECT, "admin", "member", "reader"),
            MEMBER, token(MEMBER, PROJECT, "member", "reader"),
            RESTRICTED, restricted(),
            MANAGER, token(MANAGER, PROJECT, "manager", "member", "reader"),
            READER, token(READER, PROJECT, "reader"),
            FOREIGNER, token(FOREIGNER, FOREIGN_PROJECT, "member", "reader"));

    private static Token token(String user, String project, String... roles) {
        return new Token(
                user + "-id",
                user,
                "default",
                project,
                user + "-project",
                "default",
                List.of(roles),
                Instant.parse("2100-01-01T00:00:00Z"),
                true,
                false,
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
        return Optional.ofNullable(tokens.get(token));
    }

    @Override
    public Optional<Project> project(String id) {
        return List.of(PROJECT, ADMIN_PROJECT, FOREIGN_PROJECT).contains(id)
                ? Optional.of(new Project(id, id, "default", true))
                : Optional.empty();
    }
}
