@NullMarked
package io.cellplane.compute.hypervisor.libvirt;

import org.jspecify.annotations.NullMarked;
