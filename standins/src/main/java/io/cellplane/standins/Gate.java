package io.cellplane.standins;

import io.cellplane.openstack.identity.AccessRule;
import io.cellplane.openstack.identity.Identity;
import io.cellplane.openstack.identity.Token;

/** Lets those in who bear a good token. */
final class Gate {
    private final Identity identity;
    private volatile String service;

    /** @param service the type of the service that it stands before: access rules name it */
    Gate(Identity identity, String service) {
        this.identity = identity;
        this.service = service;
    }

    /** From now on it does not know what it stands before, and takes no token that is good for some calls only. */
    void forgetType() {
        service = "";
    }

    /** 401 without a good token, or with one that is not good for this call. */
    Token who(Call call) {
        String token = call.header("X-Auth-Token");
        if (token == null) {
            throw WireFailure.unauthorized();
        }
        return (identity instanceof Tokens tokens
                        ? tokens.bearer(token, new AccessRule(service, call.method(), call.path()))
                        : identity.validate(token))
                .orElseThrow(WireFailure::unauthorized);
    }

    /** 403 for everybody but administrators. */
    Token admin(Call call, String action) {
        Token who = who(call);
        if (!who.hasRole("admin")) {
            throw WireFailure.forbidden("You are not authorized to perform the requested action: " + action + ".");
        }
        return who;
    }

    /** 403 for everybody but administrators, and those who may read the whole system. */
    Token reader(Call call, String action) {
        Token who = who(call);
        return who.isSystem() && who.hasRole("reader") ? who : admin(call, action);
    }

    /** 403 for those who may only read. */
    Token member(Call call, String action) {
        Token who = who(call);
        if (!who.hasRole("member") && !who.hasRole("admin")) {
            throw WireFailure.forbidden("You are not authorized to perform the requested action: " + action + ".");
        }
        return who;
    }

    static String projectOf(Token who) {
        String project = who.projectId();
        return project == null ? "" : project;
    }
}
