/** The kill suite's short form. */
@NullMarked
package io.cellplane.trials.kill;

import org.jspecify.annotations.NullMarked;
