package io.cellplane.openstack.identity;

/** A project as the identity service knows it. */
public record Project(String id, String name, String domainId, boolean enabled) {}
