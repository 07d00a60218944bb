/** What a process measures, and how it is served. */
@NullMarked
package io.cellplane.process.metrics;

import org.jspecify.annotations.NullMarked;
