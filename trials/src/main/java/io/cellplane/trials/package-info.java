/** What takes a whole cloud: killing it at every step, taking parts of it away, racing it, measuring it. */
@NullMarked
package io.cellplane.trials;

import org.jspecify.annotations.NullMarked;
