/** Host aggregates. */
@NullMarked
package io.cellplane.api.aggregate;

import org.jspecify.annotations.NullMarked;
