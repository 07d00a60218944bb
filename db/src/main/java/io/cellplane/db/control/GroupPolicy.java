package io.cellplane.db.control;

import java.util.stream.Stream;

/** What a server group asks of its members' hosts. */
public enum GroupPolicy {
    AFFINITY("affinity"),
    ANTI_AFFINITY("anti-affinity"),
    SOFT_AFFINITY("soft-affinity"),
    SOFT_ANTI_AFFINITY("soft-anti-affinity");

    private final String token;

    GroupPolicy(String token) {
        this.token = token;
    }

    /** As users and rows name it. */
    public String token() {
        return token;
    }

    /** @throws IllegalArgumentException when there is none of that name */
    public static GroupPolicy of(String token) {
        return Stream.of(values())
                .filter(policy -> policy.token.equals(token))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no policy of server groups: " + token));
    }
}
