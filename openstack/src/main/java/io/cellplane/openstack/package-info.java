/** The four services around compute: what is asked of them, and how it fails. */
@NullMarked
package io.cellplane.openstack;

import org.jspecify.annotations.NullMarked;
