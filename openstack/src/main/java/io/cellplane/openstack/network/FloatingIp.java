package io.cellplane.openstack.network;

/**
 * An address of an external network under which an address of a port is reached.
 *
 * @param fixed the port's own
 */
public record FloatingIp(String portId, String fixed, String address) {}
