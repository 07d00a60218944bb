/** How the services are spoken to over HTTP. */
@NullMarked
package io.cellplane.openstack.http;

import org.jspecify.annotations.NullMarked;
