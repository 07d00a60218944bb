/** The move of records, tried in all orders. */
@NullMarked
package io.cellplane.db.move;

import org.jspecify.annotations.NullMarked;
