/** Flavors, their extra specs and who may see them. */
@NullMarked
package io.cellplane.api.flavor;

import org.jspecify.annotations.NullMarked;
