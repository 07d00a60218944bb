package io.cellplane.openstack.network;

/** A set of rules on a port; its name is unique in no way, its id is. */
public record SecurityGroup(String id, String name, String project) {}
