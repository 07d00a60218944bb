package io.cellplane.conductor.sweep;

import io.cellplane.contracts.Patience;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.ImageGrantRow;
import io.cellplane.db.control.ImageGrantRows;
import io.cellplane.openstack.image.ImageGrant;
import io.cellplane.openstack.image.ImageGrants;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Grants another one where an image's is about to end and its operation is still under way, however long a disk travels. */
public final class ExpiringGrants implements Sweep {
    private final ApiDatabase api;
    private final ImageGrants grants;
    private final ImageGrantRows granted;
    private final Patience patience;

    public ExpiringGrants(ApiDatabase api, ImageGrants grants, Secrets secrets, Patience patience) {
        this.api = api;
        this.grants = grants;
        this.granted = new ImageGrantRows(api, secrets);
        this.patience = patience;
    }

    @Override
    public String name() {
        return "grants";
    }

    @Override
    public Duration rest() {
        return patience.sweeps().runningUnseen();
    }

    /** With half of its life before it, a grant outlasts an identity service that is away for a while. */
    @Override
    public void sweep(Round round) {
        Duration life = patience.deadlines().move();
        Instant soon = api.clock().instant().plus(life.dividedBy(2));
        granted.endingBefore(soon).forEach(held -> round.attempt(() -> renew(held, life)));
    }

    private void renew(ImageGrantRows.Held held, Duration life) {
        ImageGrantRow old = held.grant();
        // Under the operation's name, so that whoever ends its grants ends this one too.
        String name = ImageGrants.prefix(held.operation()) + "renewed/" + UUID.randomUUID();
        ImageGrant fresh = grants.grant(name, old.image(), old.access(), life);
        ImageGrantRow row = new ImageGrantRow(
                name, old.image(), old.access(), fresh.url().toString(), fresh.token(), fresh.expires());
        if (!granted.replace(held.operation(), row)) {
            grants.revokeAll(name);
        }
    }
}
