/** Real guests: QEMU, by KVM or by emulation, through libvirt. */
@NullMarked
package io.cellplane.compute.hypervisor.libvirt;

import org.jspecify.annotations.NullMarked;
