/** Cells, as operators see them. */
@NullMarked
package io.cellplane.api.cell;

import org.jspecify.annotations.NullMarked;
