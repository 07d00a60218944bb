@NullMarked
package io.cellplane.guest;

import org.jspecify.annotations.NullMarked;
