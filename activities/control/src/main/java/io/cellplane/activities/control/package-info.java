/** Activities of the control level: placement, ports, the operation's own row, and what starts operations. */
@NullMarked
package io.cellplane.activities.control;

import org.jspecify.annotations.NullMarked;
