/** The API database of the control level: where servers live, what is being done to them, what they hold. */
@NullMarked
package io.cellplane.db.control;

import org.jspecify.annotations.NullMarked;
