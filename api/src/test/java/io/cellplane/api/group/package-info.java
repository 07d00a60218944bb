@NullMarked
package io.cellplane.api.group;

import org.jspecify.annotations.NullMarked;
