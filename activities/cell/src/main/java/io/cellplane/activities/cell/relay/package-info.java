/** Commands to the hosts of a cell, over its bus. */
@NullMarked
package io.cellplane.activities.cell.relay;

import org.jspecify.annotations.NullMarked;
