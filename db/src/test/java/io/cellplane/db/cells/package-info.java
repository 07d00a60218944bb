/** Tests of what operators do with cells, against others at the same time. */
@NullMarked
package io.cellplane.db.cells;

import org.jspecify.annotations.NullMarked;
