package io.cellplane.openstack.doctor;

import io.cellplane.openstack.NoEndpoint;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.http.Trust;
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
    private final List<Needs> further;
    private final ImageNeeds imageNeeds;
    private final NetworkNeeds networkNeeds;

    /**
     * @param identity rooted at {@code …/v3}, the others above their version
     * @param further what else is needed of the identity service
     */
    public Doctor(
            ServiceHttp identity,
            ServiceHttp image,
            ServiceHttp network,
            IdentityNeeds identityNeeds,
            List<Needs> further,
            ImageNeeds imageNeeds,
            NetworkNeeds networkNeeds) {
        this.identity = identity;
        this.image = image;
        this.network = network;
        this.identityNeeds = identityNeeds;
        this.further = List.copyOf(further);
        this.imageNeeds = imageNeeds;
        this.networkNeeds = networkNeeds;
    }

    /** What one service is asked. */
    public interface Needs {
        /** @return what it lacks */
        List<Finding> missing();
    }

    /** All that is missing; empty where all is as it must be. */
    public List<Finding> examine() {
        List<Finding> found = new ArrayList<>(asked(identity, identityNeeds));
        if (found.isEmpty() || identityNeeds.letsUsIn()) {
            further.forEach(needs -> found.addAll(asked(identity, needs)));
            found.addAll(asked(image, imageNeeds));
            found.addAll(asked(network, networkNeeds));
        }
        return found;
    }

    private static List<Finding> asked(ServiceHttp http, Needs needs) {
        try {
            return needs.missing();
        } catch (ServiceAway away) {
            return List.of(new Finding(
                    http.service(), "It does not answer as it must (" + away.getMessage() + ").", advice(away)));
        } catch (ServiceRefused refused) {
            return List.of(new Finding(
                    http.service(),
                    "It refuses what Cellplane's own user asks (" + refused.status() + ": " + refused.getMessage()
                            + ").",
                    "Its keystone_authtoken must ask the identity service that cellplane.services.identity-url names, and"
                            + " its policy must let the roles admin and service in."));
        }
    }

    private static String advice(ServiceAway away) {
        String setting = "cellplane.services." + away.service() + "-url";
        if (away instanceof NoEndpoint) {
            return "Set cellplane.services.region and interfaces to what the catalogue has, or " + setting
                    + " to the address; or add the endpoint: openstack endpoint create --region REGION "
                    + away.service()
                    + " internal URL.";
        }
        if (Trust.isRefused(away)) {
            return "Set cellplane.services.ca-file to a PEM file of the authority that signed its certificate, and look whether"
                    + " the certificate names the host in its address.";
        }
        return "Look whether it runs, and whether " + setting + ", or the catalogue, has its address.";
    }
}
