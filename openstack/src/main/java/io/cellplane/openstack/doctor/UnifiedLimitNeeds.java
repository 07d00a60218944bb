package io.cellplane.openstack.doctor;

import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.identity.ServiceCredential;
import io.cellplane.openstack.identity.TokenSource;
import io.cellplane.openstack.identity.UnifiedLimits;
import java.util.List;

/** That the own user may read the limits of the whole system. */
public final class UnifiedLimitNeeds implements Doctor.Needs {
    private final TokenSource system;
    private final UnifiedLimits limits;
    private final ServiceCredential credential;

    /** @param system of a login for the whole system, with which the limits are asked for */
    public UnifiedLimitNeeds(TokenSource system, UnifiedLimits limits, ServiceCredential credential) {
        this.system = system;
        this.limits = limits;
        this.credential = credential;
    }

    @Override
    public List<Finding> missing() {
        try {
            system.token();
        } catch (ServiceAway away) {
            return List.of(readerless(String.valueOf(away.getMessage())));
        }
        try {
            limits.registered();
            return List.of();
        } catch (ServiceRefused refused) {
            return List.of(readerless(refused.status() + ": " + refused.getMessage()));
        }
    }

    private Finding readerless(String why) {
        return new Finding(
                "identity",
                "It does not show the user " + credential.userName() + " the unified limits (" + why + ").",
                "openstack role add --system all --user " + credential.userName()
                        + " reader; or cellplane.quota.unified-limits: false, where limits are kept here.");
    }
}
