@NullMarked
package io.cellplane.standalone;

import org.jspecify.annotations.NullMarked;
