/** Small identity, image and network services that speak the real wire protocol and keep their data in a folder. */
@NullMarked
package io.cellplane.openstack.standin;

import org.jspecify.annotations.NullMarked;
