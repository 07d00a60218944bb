/** The way of an operation into its server's lane and out of it. */
@NullMarked
package io.cellplane.db.lane;

import org.jspecify.annotations.NullMarked;
