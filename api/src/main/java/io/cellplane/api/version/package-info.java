/** The versions that there are, and what is said of them. */
@NullMarked
package io.cellplane.api.version;

import org.jspecify.annotations.NullMarked;
