/** The images and disks of one host: files, {@code qemu-img} and what it may do, no hypervisor. */
@NullMarked
package io.cellplane.compute.disk;

import org.jspecify.annotations.NullMarked;
