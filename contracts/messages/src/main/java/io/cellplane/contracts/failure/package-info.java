/** The one catalogue of what can go wrong, and how it is said. */
@NullMarked
package io.cellplane.contracts.failure;

import org.jspecify.annotations.NullMarked;
