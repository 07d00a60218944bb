/** Who a caller is: the identity service (Keystone v3). */
@NullMarked
package io.cellplane.openstack.identity;

import org.jspecify.annotations.NullMarked;
