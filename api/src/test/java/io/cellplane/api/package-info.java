@NullMarked
package io.cellplane.api;

import org.jspecify.annotations.NullMarked;
