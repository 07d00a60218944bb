@NullMarked
package io.cellplane.api.health;

import org.jspecify.annotations.NullMarked;
