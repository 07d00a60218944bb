package io.cellplane.openstack.doctor;

import io.cellplane.openstack.http.OwnCalls;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.identity.TokenSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Its extensions. */
public final class NetworkNeeds implements Doctor.Needs {
    /** What each is for. */
    private static final Map<String, String> EXTENSIONS = new TreeMap<>(Map.of(
            "binding", "ports are bound to hosts by it",
            "binding-extended", "a move binds its ports to both hosts by it; ML2 with it is Neutron's since Rocky",
            "security-group", "servers have the security groups of their ports",
            "revision-if-match",
                    "without it a late write may take a port away from a newer server; Neutron's plugin"
                            + " revisions brings it",
            "external-net", "only administrators may boot on external networks"));

    private final OwnCalls calls;

    /** @param http rooted above {@code /v2.0} */
    public NetworkNeeds(ServiceHttp http, TokenSource own) {
        calls = new OwnCalls(http, own);
    }

    @Override
    public List<Finding> missing() {
        Set<String> there = new HashSet<>(
                calls.get("/v2.0/extensions").good().path("extensions").findValuesAsText("alias"));
        return EXTENSIONS.entrySet().stream()
                .filter(needed -> !there.contains(needed.getKey()))
                .map(needed -> new Finding(
                        "network",
                        "It has no extension " + needed.getKey() + ": " + needed.getValue() + ".",
                        "Switch it on in neutron.conf (core_plugin, service_plugins) or ml2_conf.ini (extension_drivers) and"
                                + " restart it; openstack extension list --network shows what there is."))
                .toList();
    }
}
