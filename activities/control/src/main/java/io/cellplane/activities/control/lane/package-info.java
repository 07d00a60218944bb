/** An operation's own row, its lane and its debts. */
@NullMarked
package io.cellplane.activities.control.lane;

import org.jspecify.annotations.NullMarked;
