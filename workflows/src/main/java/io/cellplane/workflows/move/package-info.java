/** A server goes to another host, in its cell or across cells, and stays or comes back. */
@NullMarked
package io.cellplane.workflows.move;

import org.jspecify.annotations.NullMarked;
