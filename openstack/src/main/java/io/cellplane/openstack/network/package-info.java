/** What servers talk through: the network service (Neutron v2.0). */
@NullMarked
package io.cellplane.openstack.network;

import org.jspecify.annotations.NullMarked;
