@NullMarked
package io.cellplane.api.quota;

import org.jspecify.annotations.NullMarked;
