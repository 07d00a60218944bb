/** Availability zones, as aggregates make them. */
@NullMarked
package io.cellplane.api.zone;

import org.jspecify.annotations.NullMarked;
