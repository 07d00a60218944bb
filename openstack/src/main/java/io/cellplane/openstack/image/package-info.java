/** What servers boot from: the image service (Glance v2). */
@NullMarked
package io.cellplane.openstack.image;

import org.jspecify.annotations.NullMarked;
