@NullMarked
package io.cellplane.compute.copy;

import org.jspecify.annotations.NullMarked;
