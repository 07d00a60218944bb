/** Choosing a host in memory, and claiming it exactly in SQL. */
@NullMarked
package io.cellplane.activities.control.placement;

import org.jspecify.annotations.NullMarked;
