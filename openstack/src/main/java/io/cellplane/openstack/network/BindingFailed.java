package io.cellplane.openstack.network;

import io.cellplane.openstack.ServiceRefused;

/** Nothing on a host can plug a port in: another host may. */
public final class BindingFailed extends ServiceRefused {
    private static final long serialVersionUID = 1L;

    BindingFailed(String portId) {
        super("network", 409, "Binding failed for port " + portId + ".");
    }
}
