/** Every operation with its real parts, failing at every step in every way. */
@NullMarked
package io.cellplane.proofs;

import org.jspecify.annotations.NullMarked;
