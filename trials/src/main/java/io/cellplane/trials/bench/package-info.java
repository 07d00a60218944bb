/** Measures what a boot takes and costs. */
@NullMarked
package io.cellplane.trials.bench;

import org.jspecify.annotations.NullMarked;
