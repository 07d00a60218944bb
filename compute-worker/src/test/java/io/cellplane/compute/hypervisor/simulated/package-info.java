@NullMarked
package io.cellplane.compute.hypervisor.simulated;

import org.jspecify.annotations.NullMarked;
