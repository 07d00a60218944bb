/** A server comes to be. */
@NullMarked
package io.cellplane.workflows.boot;

import org.jspecify.annotations.NullMarked;
