/** How every operation takes its steps: with patience, undone in reverse, making way for a successor. */
@NullMarked
package io.cellplane.workflows.step;

import org.jspecify.annotations.NullMarked;
