@NullMarked
package io.cellplane.compute.hypervisor;

import org.jspecify.annotations.NullMarked;
