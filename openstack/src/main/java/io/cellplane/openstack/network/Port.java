package io.cellplane.openstack.network;

import io.cellplane.contracts.server.PortBinding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A port of a network.
 *
 * @param status {@code ACTIVE}, {@code DOWN}, {@code BUILD} or {@code ERROR}
 * @param deviceId the server it belongs to, empty when free
 * @param hostId the host it is bound to, empty when unbound
 * @param vifType {@code unbound}, {@code binding_failed}, or how the host is to plug it
 * @param vifDetails {@code binding:vif_details}, with plain values as strings
 * @param profile {@code binding:profile}, with plain values as strings
 * @param securityGroups ids
 * @param vnicType {@code normal}, or the kind of hardware that it is to be plugged into; {@code normal} where a bearer is
 *     not shown it
 * @param resourceRequest whether its host is to set something aside for it, such as bandwidth; false where a bearer is not
 *     shown it: administrators are
 */
public record Port(
        String id,
        String name,
        String networkId,
        String project,
        String mac,
        List<FixedIp> fixedIps,
        String status,
        String deviceId,
        String deviceOwner,
        String hostId,
        String vifType,
        Map<String, String> vifDetails,
        Map<String, String> profile,
        List<String> securityGroups,
        String vnicType,
        boolean resourceRequest) {

    /** The {@code vifType} of a port that nothing on its host can plug in. */
    public static final String BINDING_FAILED = "binding_failed";

    /** The key in {@code binding:profile} that names the operation which made or took the port. */
    public static final String OPERATION = "cellplane_operation";

    /** The key in {@code binding:profile} that says for which of the server's requested networks the port is. */
    public static final String INDEX = "cellplane_index";

    /** The key in {@code binding:profile} that is there when the port was the user's before the server took it. */
    public static final String USERS_OWN = "cellplane_users_own";

    /** The key in {@code binding:profile} that names the server; not there in what older processes made. */
    public static final String SERVER = "cellplane_server";

    /** The key in {@code binding:profile} with what the card is called of a port that was attached later. */
    public static final String TAG = "cellplane_tag";

    /** The index of a port that was attached later: behind all that were asked for with the server. */
    public static final int ATTACHED = 1_000_000;

    public Port {
        fixedIps = List.copyOf(fixedIps);
        vifDetails = Map.copyOf(vifDetails);
        profile = Map.copyOf(profile);
        securityGroups = List.copyOf(securityGroups);
    }

    /** Whether it is the port of a VLAN within another port ({@code trunk}), which is the one that a server gets. */
    public boolean isWithinAnother() {
        return deviceOwner.startsWith("trunk:");
    }

    /** The active one; null when it is bound to no host. */
    public @Nullable PortBinding binding() {
        return hostId.isEmpty() ? null : new PortBinding(hostId, vifType, vifDetails);
    }

    public @Nullable String operation() {
        return profile.get(OPERATION);
    }

    /** Which of the server's requested networks it serves, from 0; a large number when it serves none of them. */
    public int index() {
        String index = profile.get(INDEX);
        return index == null ? Integer.MAX_VALUE : Integer.parseInt(index);
    }

    /** What the card is called of a port that was attached later. */
    public @Nullable String tag() {
        return profile.get(TAG);
    }

    /** Whether it must outlive the server: it is released, never deleted. */
    public boolean isUsersOwn() {
        return profile.containsKey(USERS_OWN);
    }

    /** Whether it was made or taken for that server. */
    boolean isOf(String server) {
        return operation() != null && profile.getOrDefault(SERVER, server).equals(server);
    }

    boolean isFor(String operation, int index) {
        return operation.equals(operation()) && Integer.toString(index).equals(profile.get(INDEX));
    }
}
