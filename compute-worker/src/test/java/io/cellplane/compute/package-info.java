@NullMarked
package io.cellplane.compute;

import org.jspecify.annotations.NullMarked;
