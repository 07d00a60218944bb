/** What operators are told to watch is what there is. */
@NullMarked
package io.cellplane.proofs.alerts;

import org.jspecify.annotations.NullMarked;
