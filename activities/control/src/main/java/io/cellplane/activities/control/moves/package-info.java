/** What a move does at the control level: where it goes, and its records between cells. */
@NullMarked
package io.cellplane.activities.control.moves;

import org.jspecify.annotations.NullMarked;
