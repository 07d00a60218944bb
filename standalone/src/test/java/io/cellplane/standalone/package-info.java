/** The whole cloud, through its outermost door. */
@NullMarked
package io.cellplane.standalone;

import org.jspecify.annotations.NullMarked;
