/** How an operation is let in: its row and its lane at the control level, then the server's record in its cell. */
@NullMarked
package io.cellplane.db.admission;

import org.jspecify.annotations.NullMarked;
