/** Tests of {@link io.cellplane.db.lists}. */
@NullMarked
package io.cellplane.db.lists;

import org.jspecify.annotations.NullMarked;
