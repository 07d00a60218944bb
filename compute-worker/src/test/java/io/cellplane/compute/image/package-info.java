@NullMarked
package io.cellplane.compute.image;

import org.jspecify.annotations.NullMarked;
