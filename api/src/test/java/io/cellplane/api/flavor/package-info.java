@NullMarked
package io.cellplane.api.flavor;

import org.jspecify.annotations.NullMarked;
