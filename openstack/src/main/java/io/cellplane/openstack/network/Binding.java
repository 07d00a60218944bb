package io.cellplane.openstack.network;

/**
 * To whom and where a port belongs.
 *
 * @param server the id of the server
 * @param deviceOwner {@code compute:<availability zone>}
 * @param host the host's name, empty to leave the port unbound
 * @param operation who asks, as {@code operation/attempt}
 * @param index which of the server's requested networks it serves, from 0
 */
public record Binding(String server, String deviceOwner, String host, String operation, int index) {}
