@NullMarked
package io.cellplane.compute.disk;

import org.jspecify.annotations.NullMarked;
