@NullMarked
package io.cellplane.api.failure;

import org.jspecify.annotations.NullMarked;
