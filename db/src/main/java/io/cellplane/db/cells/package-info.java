/** What operators do with cells: entering, changing, disabling, deleting, looking after them. */
@NullMarked
package io.cellplane.db.cells;

import org.jspecify.annotations.NullMarked;
