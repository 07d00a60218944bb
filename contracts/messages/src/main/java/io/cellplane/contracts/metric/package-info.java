/** What the processes count and measure of themselves. */
@NullMarked
package io.cellplane.contracts.metric;

import org.jspecify.annotations.NullMarked;
