package io.cellplane.openstack.network;

/**
 * @param project the id of the project that owns it
 * @param subnets how many it has: without any, its ports get no address
 * @param external reachable from outside: servers may only be put on it where it is shared or theirs
 */
public record Network(
        String id,
        String name,
        String project,
        boolean shared,
        boolean external,
        String status,
        int mtu,
        int subnets) {}
