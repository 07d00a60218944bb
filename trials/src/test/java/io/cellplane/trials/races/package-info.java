/** Clients of a whole cloud who act against each other, and at any moment. */
@NullMarked
package io.cellplane.trials.races;

import org.jspecify.annotations.NullMarked;
