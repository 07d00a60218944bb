/** Activities of one cell: its records, the relay to its hosts, and what its hosts report. */
@NullMarked
package io.cellplane.activities.cell;

import org.jspecify.annotations.NullMarked;
