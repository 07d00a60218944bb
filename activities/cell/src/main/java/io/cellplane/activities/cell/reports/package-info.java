/** What the hosts of a cell report, taken in. */
@NullMarked
package io.cellplane.activities.cell.reports;

import org.jspecify.annotations.NullMarked;
