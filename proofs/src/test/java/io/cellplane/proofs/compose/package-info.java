/** The container deployment, checked against what the processes really read. */
@NullMarked
package io.cellplane.proofs.compose;

import org.jspecify.annotations.NullMarked;
