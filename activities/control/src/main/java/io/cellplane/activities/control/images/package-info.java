/** Images that carry a disk from cell to cell. */
@NullMarked
package io.cellplane.activities.control.images;

import org.jspecify.annotations.NullMarked;
