/** The records of servers in a cell. */
@NullMarked
package io.cellplane.activities.cell.records;

import org.jspecify.annotations.NullMarked;
