package io.cellplane.openstack.identity;

/**
 * One call that an application credential is good for.
 *
 * @param service the service's type, e.g. {@code image}
 * @param path as the service sees it, without a query
 */
public record AccessRule(String service, String method, String path) {}
