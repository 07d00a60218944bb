/** Tests of what operators do with cells. */
@NullMarked
package io.cellplane.api.cell;

import org.jspecify.annotations.NullMarked;
