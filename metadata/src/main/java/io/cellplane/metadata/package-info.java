/** The process that tells a cell's guests who they are, from the cell's rows alone. */
@NullMarked
package io.cellplane.metadata;

import org.jspecify.annotations.NullMarked;
