/** Measures what a boot takes and costs. */
@NullMarked
package io.cellplane.standalone.bench;

import org.jspecify.annotations.NullMarked;
