/** The steps of operations as activities, and what they say to each other. */
@NullMarked
package io.cellplane.temporal.step;

import org.jspecify.annotations.NullMarked;
