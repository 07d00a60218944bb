/** A hypervisor without machines, for everything but real guests. */
@NullMarked
package io.cellplane.compute.hypervisor.simulated;

import org.jspecify.annotations.NullMarked;
