/** The operations: deterministic, one file each, do and undo side by side. */
@NullMarked
package io.cellplane.workflows;

import org.jspecify.annotations.NullMarked;
