/** Data between a host and the image store, each time with a grant. */
@NullMarked
package io.cellplane.compute.image;

import org.jspecify.annotations.NullMarked;
