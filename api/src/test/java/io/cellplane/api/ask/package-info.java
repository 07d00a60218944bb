@NullMarked
package io.cellplane.api.ask;

import org.jspecify.annotations.NullMarked;
