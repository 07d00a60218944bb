/** What every process shares: ids, values, windows of time. Knows the JDK only. */
@NullMarked
package io.cellplane.contracts;

import org.jspecify.annotations.NullMarked;
