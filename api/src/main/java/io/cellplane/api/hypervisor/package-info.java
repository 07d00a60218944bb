/** Hypervisors: what they have and what is used of it. */
@NullMarked
package io.cellplane.api.hypervisor;

import org.jspecify.annotations.NullMarked;
