/** Clients of a whole cloud who act against each other, and at any moment. */
@NullMarked
package io.cellplane.standalone.races;

import org.jspecify.annotations.NullMarked;
