package io.cellplane.openstack.doctor;

import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.http.ServiceHttp;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the three services whether they have what Cellplane needs of them. What cannot be asked, since the service is away or does
 * not let us in, is found once and stands for all that would come after it.
 */
public final class Doctor {
    private final ServiceHttp identity;
    private final ServiceHttp image;
    private final ServiceHttp network;
    private final IdentityNeeds identityNeeds;
    private final ImageNeeds imageNeeds;
    private final NetworkNeeds networkNeeds;

    /** @param identity rooted at {@code …/v3}, the others above their version */
    public Doctor(
            ServiceHttp identity,
            ServiceHttp image,
            ServiceHttp network,
            IdentityNeeds identityNeeds,
            ImageNeeds imageNeeds,
            NetworkNeeds networkNeeds) {
        this.identity = identity;
        this.image = image;
        this.network = network;
        this.identityNeeds = identityNeeds;
        this.imageNeeds = imageNeeds;
        this.networkNeeds = networkNeeds;
    }

    /** What one service is asked. */
    interface Needs {
        /** @return what it lacks */
        List<Finding> missing();
    }

    /** All that is missing; empty where all is as it must be. */
    public List<Finding> examine() {
        List<Finding> found = new ArrayList<>(asked(identity, identityNeeds));
        if (found.isEmpty() || identityNeeds.letsUsIn()) {
            found.addAll(asked(image, imageNeeds));
            found.addAll(asked(network, networkNeeds));
        }
        return found;
    }

    private static List<Finding> asked(ServiceHttp http, Needs needs) {
        try {
            return needs.missing();
        } catch (ServiceAway away) {
            String setting = "cellplane.services." + http.service() + "-url";
            return List.of(new Finding(
                    http.service(),
                    "It does not answer as it must (" + away.getMessage() + ").",
                    "Look whether it runs, and whether " + setting + " is its address."));
        } catch (ServiceRefused refused) {
            return List.of(new Finding(
                    http.service(),
                    "It refuses what Cellplane's own user asks (" + refused.status() + ": " + refused.getMessage()
                            + ").",
                    "Its keystone_authtoken must ask the identity service that cellplane.services.identity-url names, and"
                            + " its policy must let the roles admin and service in."));
        }
    }
}
