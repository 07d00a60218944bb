@NullMarked
package io.cellplane.metadata;

import org.jspecify.annotations.NullMarked;
