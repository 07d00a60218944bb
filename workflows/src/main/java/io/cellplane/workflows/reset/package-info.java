/** A server is shown in the state that an administrator says it is in. */
@NullMarked
package io.cellplane.workflows.reset;

import org.jspecify.annotations.NullMarked;
