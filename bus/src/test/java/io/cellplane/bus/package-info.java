@NullMarked
package io.cellplane.bus;

import org.jspecify.annotations.NullMarked;
