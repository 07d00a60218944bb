/** What workflows call at the control level. */
@NullMarked
package io.cellplane.activities.control;

import org.jspecify.annotations.NullMarked;
