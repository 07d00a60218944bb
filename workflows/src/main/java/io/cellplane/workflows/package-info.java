/** Every operation as a workflow: deterministic, a room for each family, do and undo side by side. */
@NullMarked
package io.cellplane.workflows;

import org.jspecify.annotations.NullMarked;
