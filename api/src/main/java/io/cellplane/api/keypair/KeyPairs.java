package io.cellplane.api.keypair;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.KeyPairRow;
import io.cellplane.db.control.KeyPairRows;
import io.cellplane.db.control.LimitSource;
import io.cellplane.db.control.QuotaResource;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Users' key pairs. */
@Singleton
public final class KeyPairs {
    private final ApiDatabase api;
    private final KeyPairRows rows;
    private final LimitSource limits;

    KeyPairs(ApiDatabase api, LimitSource limits) {
        this.api = api;
        this.rows = api.database().rows(KeyPairRows.class);
        this.limits = limits;
    }

    /** @throws io.cellplane.contracts.failure.Refused 404 when the user has none of that name */
    public KeyPairRow of(String user, String name) {
        return rows.find(user, name).orElseThrow(() -> Failure.KEY_PAIR_NOT_FOUND.refused(name, user));
    }

    List<KeyPairRow> of(String user) {
        return rows.of(user);
    }

    /** @param project whose limit holds where the user has none of its own in it */
    KeyPairRow add(String project, String user, String name, String type, String fingerprint, String publicKey) {
        LimitSource known = limits.ahead(project, user);
        return api.database().write(() -> {
            List<KeyPairRow> held = rows.lock(user);
            if (held.stream().anyMatch(pair -> pair.name().equals(name))) {
                throw Failure.KEY_PAIR_EXISTS.refused(name);
            }
            int most = known.of(project, user).set(QuotaResource.KEY_PAIRS);
            if (most >= 0 && held.size() >= most) {
                throw Failure.KEY_PAIR_LIMIT.refused();
            }
            if (rows.add(user, name, type, fingerprint, publicKey, now()) == 0) {
                throw Failure.KEY_PAIR_EXISTS.refused(name);
            }
            return of(user, name);
        });
    }

    Instant now() {
        return api.clock().instant();
    }

    void remove(String user, String name) {
        if (rows.remove(user, name) == 0) {
            throw Failure.KEY_PAIR_NOT_FOUND.refused(name, user);
        }
    }
}
