/** Limits that operators set, and what is used beside them. */
@NullMarked
package io.cellplane.api.quota;

import org.jspecify.annotations.NullMarked;
