@NullMarked
package io.cellplane.process;

import org.jspecify.annotations.NullMarked;
