/** Disks of a kept guest on their way to another host of the cell, with a key that is good once; and how fast they go. */
@NullMarked
package io.cellplane.compute.copy;

import org.jspecify.annotations.NullMarked;
