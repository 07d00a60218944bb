/** A host's memory of what it was told, on disk before it is said. */
@NullMarked
package io.cellplane.compute.journal;

import org.jspecify.annotations.NullMarked;
