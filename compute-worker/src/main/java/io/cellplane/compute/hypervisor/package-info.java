/** What the agent needs of a hypervisor; each driver is a package below. */
@NullMarked
package io.cellplane.compute.hypervisor;

import org.jspecify.annotations.NullMarked;
