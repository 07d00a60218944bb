/** How a process connects to Temporal. */
@NullMarked
package io.cellplane.operations.temporal;

import org.jspecify.annotations.NullMarked;
