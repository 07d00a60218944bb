/** Kills every kind of process at every step of every operation, and looks at what is left. */
@NullMarked
package io.cellplane.trials.kill;

import org.jspecify.annotations.NullMarked;
